package dev.tenon.driver;

import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Looks at the outputs of a link that this process has run. */
final class FileStat {
  private FileStat() {}

  static FileIdentity of(Path path) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(
            path,
            "unix:dev,ino,size,lastModifiedTime,ctime,mode,nlink,uid,gid",
            LinkOption.NOFOLLOW_LINKS);
    return new FileIdentity(
        number(found, "dev"),
        number(found, "ino"),
        number(found, "size"),
        nanos(found, "lastModifiedTime"),
        nanos(found, "ctime"),
        (int) number(found, "mode"),
        number(found, "nlink"),
        number(found, "uid"),
        number(found, "gid"));
  }

  private static long number(Map<String, Object> found, String name) {
    return found.get(name) instanceof Number number ? number.longValue() : -1;
  }

  private static long nanos(Map<String, Object> found, String name) {
    return found.get(name) instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : -1;
  }

  static String sha256(Path path) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
