package dev.tenon.doctor;

import dev.tenon.pipeline.Request;
import dev.tenon.setup.Place;
import dev.tenon.setup.Way;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a fresh build folder would get, and what this one has if it is one. */
final class CmakeCheck implements Check {
  private final Place place;

  CmakeCheck(Place place) {
    this.place = place;
  }

  @Override
  public List<Finding> look(Request request) {
    if (Ours.onPath("cmake", request) == null) {
      return List.of(Finding.note("cmake", "is not installed", null));
    }
    var findings = new ArrayList<Finding>();
    String ours = place.places().gcc().toString();
    String launcher = request.environment().getOrDefault("CMAKE_C_LINKER_LAUNCHER", "");
    boolean isSetUp = CompilerCheck.ways(place).contains(Way.CMAKE);
    if (launcher.contains(ours) && Files.isDirectory(place.places().gcc())) {
      findings.add(Finding.ok("cmake", "fresh build folders link with Tenon"));
    } else if (isSetUp && !launcher.isEmpty()) {
      findings.add(
          Finding.problem(
              "cmake",
              "is set up, but CMAKE_C_LINKER_LAUNCHER was set before: " + launcher,
              "unset it before the settings are read"));
    } else if (isSetUp) {
      findings.add(
          Finding.problem(
              "cmake",
              "is set up, but CMAKE_C_LINKER_LAUNCHER is not set here",
              CompilerCheck.reading(place)));
    } else {
      findings.add(
          Finding.note(
              "cmake", "fresh build folders link as the compiler does", "tenon setup cmake"));
    }
    Path cache = request.folder().resolve("CMakeCache.txt");
    if (Files.isRegularFile(cache)) {
      boolean has = contains(cache, ours) || contains(cache, place.bin().toString());
      findings.add(
          has
              ? Finding.ok("cmake", "this build folder was configured to link with Tenon")
              : Finding.note(
                  "cmake",
                  "this build folder was configured without Tenon",
                  "cmake --fresh . after `tenon setup cmake`"));
    }
    return findings;
  }

  private static boolean contains(Path file, String text) {
    if (!Files.isRegularFile(file)) { // a pipe would be waited for
      return false;
    }
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1)
          .contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return false;
    }
  }
}
