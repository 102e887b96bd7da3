package dev.tenon.cli;

import dev.tenon.model.BadRecord;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.json.Document;
import dev.tenon.model.json.PlanJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads plans that users name. */
final class PlanFile {
  /** A plan of 100,000 inputs has 10 MiB. */
  private static final int LONGEST = 64 << 20;

  private PlanFile() {}

  /**
   * @throws BadRecord if it is no plan, or not UTF-8; the place begins with the name of the file
   * @throws FileSystemException if it cannot be read
   */
  static Document<LinkPlan> read(Path file) throws IOException {
    try {
      return PlanJson.read(text(file));
    } catch (CharacterCodingException e) {
      throw new BadRecord(file.toString(), "is not UTF-8", e);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // a directory, say
      throw new FileSystemException(file.toString(), null, e.getMessage());
    } catch (BadRecord e) {
      throw new BadRecord(file + ": " + e.place(), e.expectation(), e);
    }
  }

  private static String text(Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    }
    if (bytes.length > LONGEST) {
      throw new BadRecord("document", "is longer than " + LONGEST + " bytes, as no plan is");
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
