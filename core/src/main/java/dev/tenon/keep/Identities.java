package dev.tenon.keep;

import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at files without reading them. */
public final class Identities {
  /** No clock of a kernel ticks more slowly; with something to spare. */
  private static final long TICK = 50_000_000;

  /** FAT counts in this, and file systems that count in seconds are near it. */
  private static final long COARSE = 2_000_000_000;

  private Identities() {}

  /** Of what the path leads to; null if nothing is there or it cannot be looked at. */
  public static @Nullable FileIdentity of(Path path) {
    if (!Files.exists(path)) {
      return null; // the usual answer to a search, and an exception takes longer than the question
    }
    try {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,ctime,mode,nlink,uid,gid");
      return new FileIdentity(
          number(found.get("dev")),
          number(found.get("ino")),
          number(found.get("size")),
          nanos(found.get("lastModifiedTime")),
          nanos(found.get("ctime")),
          (int) number(found.get("mode")),
          number(found.get("nlink")),
          number(found.get("uid")),
          number(found.get("gid")));
    } catch (IOException e) {
      return null;
    }
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : -1;
  }

  private static long nanos(@Nullable Object value) {
    return value instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : -1;
  }

  /**
   * Whether a change from {@code now} on would show in the identity: the file system's clock has
   * ticked since the last one. A time in the future proves nothing.
   *
   * @param now nanoseconds since 1970 by this machine's clock
   */
  public static boolean isSettled(FileIdentity identity, long now) {
    return identity.ctime() < now - (isCoarse(identity) ? COARSE : TICK);
  }

  /**
   * The same, to the tick.
   *
   * @param mark the {@code ctime} of a file that was made by then on this machine
   */
  public static boolean isSettledBy(FileIdentity identity, long mark) {
    // A file system that cuts off what is below the microsecond gives times that are too early.
    long cut = identity.ctime() % 1_000 == 0 ? TICK : 0;
    return identity.ctime() < mark - (isCoarse(identity) ? COARSE : cut);
  }

  /** Times without a fraction below the millisecond are suspected of having none at all. */
  private static boolean isCoarse(FileIdentity identity) {
    return identity.ctime() % 1_000_000 == 0;
  }

  public static long now() {
    var now = java.time.Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
