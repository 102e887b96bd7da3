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

  private final Path folder;
  private final Set<String> files = new HashSet<>();
  private long left = MOST;
  private boolean wasAsked;

  FolderSource(Path folder) {
    this.folder = folder;
  }

  /** Not a plain file of UTF-8: only the real tool can read it, and once. */
  static final class NotText extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Whether any file was asked for. */
  boolean wasAsked() {
    return wasAsked;
  }

  /** Absolute names of those that were read. */
  Set<String> files() {
    return files;
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
      left -= Files.size(file);
      if (left < 0) {
        throw new NotText();
      }
      byte[] bytes = Files.readAllBytes(file);
      files.add(file.toString());
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new NotText();
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }
}
