package dev.tenon.doctor;

import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which programs are Tenon. */
final class Ours {
  private Ours() {}

  /** Whether a program is Tenon, or a script of its set-up that calls it. */
  static boolean is(Path program, Request request) {
    if (program.startsWith(request.state().resolve("setup"))) {
      return Files.isExecutable(program);
    }
    Path real = real(program);
    return request.own().stream().anyMatch(own -> real.startsWith(real(own)));
  }

  /** What the caller's PATH leads to, or null. */
  static @Nullable Path onPath(String name, Request request) {
    if (name.contains("/")) {
      Path file = request.folder().resolve(name);
      return Files.isExecutable(file) ? file : null;
    }
    for (String folder : request.environment().getOrDefault("PATH", "").split(":", -1)) {
      Path file = request.folder().resolve(folder).resolve(name);
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return file;
      }
    }
    return null;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }
}
