package dev.tenon.pipeline;

import dev.tenon.option.ResponseFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Response files below a working folder. */
final class FolderSource implements ResponseFiles.Source {
  /** Bytes that are read in all; more is for the real linker. */
  private static final long MOST = 16 << 20;

  /** Words in them, which take many times their bytes. */
  private static final int MOST_WORDS = 100_000;

  private final Path folder;
  private final LargeArguments.Turn turn;
  private final Set<String> files = new HashSet<>();
  private long left = MOST;
  private int words;
  private boolean wasAsked;

  /**
   * @param turn taken when they are large
   */
  FolderSource(Path folder, LargeArguments.Turn turn) {
    this.folder = folder;
    this.turn = turn;
  }

  /** Not a plain file of UTF-8: only the real tool can read it, and once. */
  static class NotText extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotText() {}

    private NotText(String why) {
      super(why);
    }
  }

  /** More than a process that serves many can hold. */
  static final class TooLarge extends NotText {
    private static final long serialVersionUID = 1;

    TooLarge(String file) {
      super("response files are too large or too many at a time, at " + file);
    }
  }

  /** Whether any file was asked for. */
  boolean wasAsked() {
    return wasAsked;
  }

  /** Absolute names of those that were read. */
  Set<String> files() {
    return files;
  }

  private static byte[] read(Path file, int size) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(size + 1);
      if (bytes.length > size) {
        throw new NotText(); // somebody writes it just now, or it has no size to tell
      }
      return bytes;
    }
  }

  /** Every word is counted; one with blanks in it may be several times. */
  private void count(byte[] bytes, String name) {
    boolean inWord = false;
    for (byte b : bytes) {
      boolean blank = b == ' ' || b >= '\t' && b <= '\r';
      words += !blank && !inWord ? 1 : 0;
      inWord = !blank;
    }
    if (words > MOST_WORDS || words > LargeArguments.WORDS && !turn.take()) {
      throw new TooLarge(name);
    }
  }

  @Override
  public @Nullable String text(String name) {
    wasAsked = true;
    try {
      Path file = folder.resolve(name);
      if (!Files.exists(file)) {
        return null;
      }
      if (!Files.isRegularFile(file)) {
        throw new NotText(); // a pipe would be emptied, and a terminal is the caller's
      }
      // The daemon holds the arguments of many callers.
      long size = Files.size(file);
      left -= size;
      if (left < 0 || left < MOST - LargeArguments.BYTES && !turn.take()) {
        throw new TooLarge(name);
      }
      byte[] bytes = read(file, (int) size);
      count(bytes, name);
      files.add(file.toString());
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new NotText();
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }
}
