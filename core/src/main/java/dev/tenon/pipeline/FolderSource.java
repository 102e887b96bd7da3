package dev.tenon.pipeline;

import dev.tenon.option.ResponseFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Response files below a working folder. */
final class FolderSource implements ResponseFiles.Source {
  private final Path folder;

  FolderSource(Path folder) {
    this.folder = folder;
  }

  /** Words that no plan can hold: the real tool must get them as bytes. */
  static final class NotUtf8 extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public @Nullable String text(String name) {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new NotUtf8();
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }
}
