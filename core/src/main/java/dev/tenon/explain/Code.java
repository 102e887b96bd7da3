package dev.tenon.explain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every numbered message, with what {@code tenon explain} says of it. Numbers are never reused. */
public enum Code {
  T0001(
      "no JDK",
      "The launcher found no JDK 25 or later: not in TENON_JAVA_HOME, JAVA_HOME or /usr/lib/jvm,"
          + " nor as java on PATH. Links go to the real linker until there is one."),
  T0002(
      "no Maven",
      "Tenon is built on its first use, and the program mvn that does it is not on PATH. Links go"
          + " to the real linker until then."),
  T0003(
      "not built",
      "Tenon is built on its first use, and that failed; .tenon/build.log in the checkout says why."
          + " Links go to the real linker until then."),
  T0004(
      "the real tool leads back",
      "The launcher stepped aside for the real tool, which called the launcher again, and so on: it"
          + " is a script that calls Tenon. The real tool must come first on PATH."),
  T0005(
      "the head does not start",
      "The resident process could not have its folder or socket. Links go to the real linker"
          + " meanwhile. The folder is TENON_RUNTIME, XDG_RUNTIME_DIR/tenon or /tmp/tenon-UID, and"
          + " must belong to you alone (mode 0700)."),
  T0101(
      "usage",
      "The command line of Tenon itself is wrong: a verb that does not exist, or an option without"
          + " its value. `tenon help` lists the verbs."),
  T0102(
      "response file",
      "A response file (@FILE) includes itself, or is nested deeper than linkers follow."),
  T0201(
      "input file missing",
      "A file named on the command line is not there. Compilers remove the object files of a failed"
          + " compile; build tools sometimes run a link before what it needs."),
  T0202(
      "library not found",
      "A library asked for with -l is in none of the folders that are searched. For -lNAME linkers"
          + " look for libNAME.so and libNAME.a; a file libNAME.so.1 alone is for running programs,"
          + " and the name without number comes with the development package."),
  T0203("wrong machine", "An input was made for another processor or word size than the output."),
  T0204(
      "damaged input",
      "An object or archive does not have the form that its beginning promises: cut short by a full"
          + " disk or a killed compiler, or still being written."),
  T0205("input cannot be read", "The file is there, and the system does not let you read it."),
  T0206("input is a folder", "A folder stands where a file was expected."),
  T0301("output folder missing", "The folder that the output goes to does not exist."),
  T0302("output folder cannot be written", "The system does not let you write into the folder."),
  T0303("output is a folder", "A folder has the name of the output. It is left alone."),
  T0304(
      "disk full",
      "There was no room for an output. Linkers write through mapped memory, so a full disk often"
          + " shows as a bus error (SIGBUS) and not as a message."),
  T0305("output not published", "The link succeeded, but its result could not be put in place."),
  T0401("linker not found", "The program that links is not installed or not on the search path."),
  T0402("linker not started", "The program that links is there, but the system did not start it."),
  T0403(
      "linker killed",
      "A signal ended the linker. SIGKILL often comes from the kernel when memory runs out; SIGSEGV"
          + " and SIGABRT are faults of the linker itself."),
  T0500("link failed", "The linker refused; its own words stand above."),
  T0501(
      "undefined symbols",
      "Something is used that no input defines. Either an object or library is missing, or it"
          + " stands before its first use and the linker only looks forward (GNU ld)."),
  T0502("defined twice", "Two inputs define the same symbol, and neither is weak."),
  T0503(
      "not position-independent",
      "An object compiled for a fixed address goes into a shared library or a position-independent"
          + " executable."),
  T0504("option refused", "The linker does not know one of the options or its value."),
  T0601("bad plan", "A plan or other document of Tenon does not have the documented form."),
  T0602(
      "unknown field in a plan",
      "A field that this version does not know could change what is meant, so the plan is not run."
          + " Fields that begin with x- are ignored."),
  T0603(
      "path outside its root",
      "A plan from elsewhere may write only below the folders that it was given, and not through"
          + " symbolic links; what hangs on a folder of its own must lie in that folder."),
  T0604(
      "not permitted to a plan",
      "A plan from elsewhere may ask only for what is known to run no program of its own and to"
          + " write no file but its outputs. If you trust it as you trust a script,"
          + " `tenon plan run --trust` runs it."),
  T0801(
      "file not changed",
      "A file that setup would change cannot be read or written, or has something in it that setup"
          + " must not touch. Nothing is changed then."),
  T0802(
      "configuration not understood",
      "A configuration file is not in the form that its tool documents, so no line is added to"
          + " it."),
  T0803(
      "nowhere to set up",
      "HOME is not set, or a path cannot stand in the variable that has to hold it."),
  T0804(
      "changed by hand",
      "What setup put into a file is not as it was put. It is yours now: setup neither changes nor"
          + " removes it."),
  T0700(
      "internal error", "Tenon itself failed. The link was given to the real linker if possible.");

  private final String title;
  private final String meaning;

  Code(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  public String title() {
    return title;
  }

  public String meaning() {
    return meaning;
  }

  public static @Nullable Code parse(String text) {
    for (Code code : values()) {
      if (code.name().equals(text.toUpperCase(Locale.ROOT))) {
        return code;
      }
    }
    return null;
  }
}
