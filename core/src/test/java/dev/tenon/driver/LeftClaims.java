package dev.tenon.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process that was killed has left of its claims. */
public final class LeftClaims {
  /** No process has such a number. */
  private static final String GONE = "999999999-1-";

  private LeftClaims() {}

  /** Claims of names in a folder; gives what the names begin with. */
  public static String write(Path claims, Path place) throws IOException {
    String name = GONE + ProcessIdentity.mine().split("-")[2] + "-7";
    String token = ".tenon-" + name + "-0-";
    Files.createDirectories(claims);
    Files.writeString(claims.resolve(name), "1\0" + place + "\0" + token + "\0");
    return token;
  }
}
