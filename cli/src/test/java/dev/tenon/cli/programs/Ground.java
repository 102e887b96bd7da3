package dev.tenon.cli.programs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** The files of a project under edit, and what they held before. */
final class Ground {
  private final Path folder;
  private final List<Before> history = new ArrayList<>();

  /**
   * @param content a character per byte
   */
  private record Before(String name, String content) {}

  Ground(Path folder) {
    this.folder = folder;
  }

  Path at(String name) {
    return folder.resolve(name);
  }

  boolean has(String name) {
    return Files.isRegularFile(at(name));
  }

  String touch(String name) throws IOException {
    return stamp(name, Instant.now());
  }

  private String stamp(String name, Instant time) throws IOException {
    if (!has(name)) return "";
    Files.setLastModifiedTime(at(name), FileTime.from(time));
    return name;
  }

  /** A time stamp that nobody's clock would give: years ago, or tomorrow. */
  String misdate(String name, Random random) throws IOException {
    var ago = Duration.ofDays(random.nextBoolean() ? 4000 : -1);
    return stamp(name, Instant.now().minus(ago));
  }

  String edit(String name, String from, String to) throws IOException {
    if (!has(name)) return "";
    var text = Files.readString(at(name));
    if (!text.contains(from)) return "";
    remember(name);
    Files.writeString(at(name), text.replace(from, to));
    return name + ": " + from.strip() + " -> " + to.strip();
  }

  String append(String name, String text) throws IOException {
    remember(name);
    Files.writeString(at(name), text, StandardOpenOption.APPEND);
    return name + ": more";
  }

  String prepend(String name, String text) throws IOException {
    remember(name);
    Files.writeString(at(name), text + Files.readString(at(name)));
    return name + ": a line at the top";
  }

  private void remember(String name) throws IOException {
    history.add(new Before(name, Files.readString(at(name), StandardCharsets.ISO_8859_1)));
  }

  /** One of the earlier contents of some file is back. */
  String revert(Random random) throws IOException {
    if (history.isEmpty()) return "";
    var before = history.remove(random.nextInt(history.size()));
    if (has(before.name)) remember(before.name);
    Files.writeString(at(before.name), before.content, StandardCharsets.ISO_8859_1);
    return before.name;
  }

  /**
   * Other bytes of the same number, in place: the last occurrence of the text gets another last
   * letter.
   *
   * @param kept whether the time stamp is put back, so that only the change time tells
   */
  String patch(String name, String text, boolean kept) throws IOException {
    if (!has(name)) return "";
    var bytes = Files.readAllBytes(at(name));
    var all = new String(bytes, StandardCharsets.ISO_8859_1);
    int start = all.lastIndexOf(text);
    if (start < 0) return "";
    int last = start + text.length();
    return overwrite(name, last, (byte) ('0' + (bytes[last] + 1) % 10), kept);
  }

  /** A byte in the middle is another one. */
  String damage(String name, boolean kept) throws IOException {
    if (!has(name)) return "";
    int middle = (int) (Files.size(at(name)) / 2);
    return overwrite(name, middle, (byte) ~Files.readAllBytes(at(name))[middle], kept);
  }

  private String overwrite(String name, int position, byte value, boolean kept) throws IOException {
    var time = Files.getLastModifiedTime(at(name));
    try (var file = FileChannel.open(at(name), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {value}), position);
    }
    if (kept) Files.setLastModifiedTime(at(name), time);
    return name + (kept ? ", time stamp put back" : "");
  }

  String delete(String name) throws IOException {
    return Files.deleteIfExists(at(name)) ? name : "";
  }

  String mode(String name, Random random) throws IOException {
    if (!has(name)) return "";
    var mode = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    if (random.nextBoolean()) mode.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(at(name), mode);
    return name;
  }

  /** The same content as another file. */
  String replaceByCopy(String name) throws IOException {
    if (!has(name)) return "";
    var copy = at(name + ".copy");
    Files.copy(at(name), copy, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(copy, at(name), StandardCopyOption.REPLACE_EXISTING);
    return name;
  }

  String put(String from, String to) throws IOException {
    Files.createDirectories(at(to).getParent());
    Files.copy(at(from), at(to), StandardCopyOption.REPLACE_EXISTING);
    return from + " as " + to;
  }

  static <T> T any(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
