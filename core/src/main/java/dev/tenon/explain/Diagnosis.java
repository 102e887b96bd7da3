package dev.tenon.explain;

import dev.tenon.model.Binding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From what a failed link left to the messages that explain it. */
public final class Diagnosis {
  private static final int SIGBUS = 7;

  /** Less room than this after a bus error is taken for its cause. */
  private static final long NO_ROOM = 1 << 20;

  private Diagnosis() {}

  /**
   * What a failed link left.
   *
   * @param linker as it was called
   * @param exit code; 128 + signal if a signal ended it
   * @param errors what it wrote to standard error
   * @param output the primary one, absolute
   * @param place what is known of where it goes
   */
  public record Remains(
      String linker,
      int exit,
      @Nullable Integer signal,
      String errors,
      String output,
      Place place) {}

  /**
   * Where an output goes.
   *
   * @param folder that it is to be in
   * @param free bytes that can still be written there
   * @param owner and mode of the folder, for people
   */
  public record Place(
      boolean outputIsFolder,
      boolean outputIsWritableDevice,
      String folder,
      boolean folderExists,
      boolean folderIsWritable,
      long free,
      String owner) {}

  /**
   * The messages, the most telling first; never empty.
   *
   * @param troubles what the binder found
   */
  public static List<Message> of(
      Remains remains, List<Binding.Trouble> troubles, Packages packages) {
    var complaints = Complaints.read(remains.errors());
    var messages = new ArrayList<Message>();
    output(remains, complaints, messages);
    if (messages.isEmpty()) {
      for (Binding.Trouble trouble : troubles) {
        messages.add(trouble(trouble, packages));
      }
    }
    if (messages.isEmpty()) {
      symbols(complaints, messages);
    }
    if (messages.isEmpty() && remains.signal() != null) {
      messages.add(killed(remains.linker(), remains.signal()));
    }
    if (messages.isEmpty()) {
      messages.add(
          Message.of(
              Code.T0500,
              "linking with `" + remains.linker() + "` failed: exit status: " + remains.exit()));
    }
    return messages;
  }

  private static void output(Remains remains, Complaints complaints, List<Message> messages) {
    String output = remains.output();
    Place place = remains.place();
    String folder = place.folder();
    if (place.outputIsFolder()) {
      messages.add(
          Message.of(Code.T0303, "the output `" + output + "` is a folder")
              .help("choose another name with -o, or remove the folder"));
    } else if (!place.folderExists()) {
      messages.add(
          Message.of(Code.T0301, "the output folder `" + folder + "` does not exist")
              .help("make it first: mkdir -p " + folder));
    } else if (complaints.noSpace || busError(remains) && place.free() < NO_ROOM) {
      messages.add(
          Message.of(Code.T0304, "the disk is full: no room for `" + output + "`")
              .note(place.free() / 1024 + " KiB are free in " + folder)
              .note("what was at the output's name is unchanged")
              .help("make room, or link into another folder"));
    } else if (!place.folderIsWritable() && !place.outputIsWritableDevice()) {
      messages.add(
          Message.of(Code.T0302, "the output folder `" + folder + "` cannot be written")
              .note("owner and mode: " + place.owner()));
    }
  }

  private static boolean busError(Remains remains) {
    String text = remains.errors().toLowerCase(Locale.ROOT);
    return Objects.equals(remains.signal(), SIGBUS)
        || text.contains("bus error")
        || text.contains("signal 7");
  }

  private static Message trouble(Binding.Trouble trouble, Packages packages) {
    Code code = Objects.requireNonNullElse(Code.parse(trouble.code()), Code.T0500);
    String subject = "`" + trouble.subject() + "`";
    Message message =
        switch (code) {
          case T0201 -> Message.of(code, "the input file " + subject + " does not exist");
          case T0202 -> Message.of(code, "the library " + subject + " was not found");
          case T0203 -> Message.of(code, subject + " was made for another machine");
          case T0204 -> Message.of(code, subject + " is damaged");
          case T0205 -> Message.of(code, subject + " cannot be read");
          case T0206 -> Message.of(code, subject + " is a folder, not a file");
          default -> Message.of(code, subject);
        };
    if (!trouble.detail().isEmpty()) {
      message = message.note(trouble.detail());
    }
    if (!trouble.places().isEmpty()) {
      message = message.note("looked for at:\n  " + String.join("\n  ", trouble.places()));
    }
    return code == Code.T0202 ? packages(message, trouble, packages) : message;
  }

  private static Message packages(Message message, Binding.Trouble trouble, Packages packages) {
    for (Packages.Found found : packages.owning(trouble.subject())) {
      message =
          message.note(
              "the package "
                  + found.name()
                  + " has "
                  + found.file()
                  + (found.development() ? "" : ", which is for running programs"));
      message =
          message.help(
              found.development()
                  ? "add -L" + found.file().substring(0, found.file().lastIndexOf('/'))
                  : "install the development package that belongs to " + found.name());
    }
    return message;
  }

  private static void symbols(Complaints complaints, List<Message> messages) {
    if (!complaints.undefined.isEmpty()) {
      messages.add(
          Message.of(Code.T0501, "undefined: " + Complaints.list(complaints.undefined))
              .help(
                  "name the object or library (-lNAME) that defines it, after the inputs that use"
                      + " it"));
    }
    if (!complaints.duplicate.isEmpty()) {
      messages.add(
          Message.of(
              Code.T0502, "defined more than once: " + Complaints.list(complaints.duplicate)));
    }
    if (!complaints.notPositionIndependent.isEmpty()) {
      messages.add(
          Message.of(Code.T0503, complaints.notPositionIndependent.getFirst())
              .help("compile that object with -fPIC, or link with -no-pie"));
    }
    if (!complaints.refusedOptions.isEmpty()) {
      messages.add(Message.of(Code.T0504, complaints.refusedOptions.getFirst()));
    }
  }

  private static Message killed(String linker, int signal) {
    Message message =
        Message.of(Code.T0403, "`" + linker + "` was ended by signal " + signal + name(signal));
    return signal == 9
        ? message.help(
            "if memory ran out, link fewer programs at a time or with less debug" + " information")
        : message.note("what was at the output's name is unchanged");
  }

  private static String name(int signal) {
    return switch (signal) {
      case 2 -> " (SIGINT)";
      case 4 -> " (SIGILL)";
      case 6 -> " (SIGABRT)";
      case 7 -> " (SIGBUS)";
      case 9 -> " (SIGKILL)";
      case 11 -> " (SIGSEGV)";
      case 15 -> " (SIGTERM)";
      default -> "";
    };
  }
}
