package dev.tenon.doctor;

import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Tenon itself runs on. */
public final class ProgramCheck implements Check {
  private final String jdk;

  /**
   * @param jdk folder of the running one
   */
  public ProgramCheck(String jdk) {
    this.jdk = jdk;
  }

  @Override
  public List<Finding> look(Request request) {
    return List.of(
        Finding.ok("jdk", Runtime.version() + ": " + jdk), front(request.own().getLast()));
  }

  private static Finding front(Path bin) {
    Path ld = bin.resolve("ld");
    try (InputStream in = Files.newInputStream(ld)) {
      byte[] start = in.readNBytes(4);
      boolean isElf = start.length == 4 && start[0] == 0x7f && start[1] == 'E';
      return isElf
          ? Finding.ok("front", "is compiled: " + ld.toRealPath())
          : Finding.note(
              "front",
              "a shell script stands in, which costs a JVM start for each link",
              "install a C compiler, remove "
                  + bin
                  + " and cli/target/settled.sh, and run tenon --version");
    } catch (IOException e) {
      return Finding.problem("front", ld + " cannot be read", "run tenon --version to make it");
    }
  }
}
