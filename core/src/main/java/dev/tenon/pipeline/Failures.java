package dev.tenon.pipeline;

import dev.tenon.driver.Outcome;
import dev.tenon.explain.Code;
import dev.tenon.explain.Diagnosis;
import dev.tenon.explain.Message;
import dev.tenon.explain.Packages;
import dev.tenon.model.Binding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Gathers what explanations need of the machine. */
final class Failures {
  private Failures() {}

  static List<Message> explain(Binding binding, Outcome outcome, Path output, Packages packages) {
    return switch (outcome.fault()) {
      case null -> diagnosis(binding, outcome, "", output, packages);
      case Outcome.Fault.NotFound fault ->
          List.of(
              Message.of(Code.T0401, "linker `" + fault.program() + "` not found")
                  .note(fault.reason()));
      case Outcome.Fault.NotStarted fault ->
          List.of(
              Message.of(Code.T0402, "could not exec the linker `" + fault.program() + "`")
                  .note(fault.reason()));
      case Outcome.Fault.NotPublished fault ->
          List.of(
              Message.of(Code.T0305, "`" + fault.path() + "` could not be put in place")
                  .note(fault.reason()));
      case Outcome.Fault.NotWritten fault ->
          diagnosis(binding, outcome, fault.reason(), fault.path(), packages);
    };
  }

  private static List<Message> diagnosis(
      Binding binding, Outcome outcome, String more, Path output, Packages packages) {
    var last = outcome.runs().isEmpty() ? null : outcome.runs().getLast();
    return Diagnosis.of(
        new Diagnosis.Remains(
            binding.toolchain().tools().getLast().path(),
            outcome.exit(),
            last == null ? null : last.signal(),
            new String(outcome.err().bytes(), StandardCharsets.UTF_8) + more,
            output.toString(),
            place(output)),
        binding.troubles(),
        packages);
  }

  private static Diagnosis.Place place(Path output) {
    Path folder = output.getParent();
    boolean exists = folder != null && Files.isDirectory(folder);
    if (folder == null) {
      folder = output;
    }
    return new Diagnosis.Place(
        Files.isDirectory(output),
        Files.exists(output) && !Files.isRegularFile(output) && Files.isWritable(output),
        folder.toString(),
        exists,
        exists && Files.isWritable(folder),
        exists ? free(folder) : Long.MAX_VALUE,
        exists ? owner(folder) : "");
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private static String owner(Path folder) {
    try {
      return Files.getOwner(folder)
          + " "
          + PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    } catch (IOException | UnsupportedOperationException e) {
      return "unknown";
    }
  }
}
