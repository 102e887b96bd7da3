package dev.tenon.keep;

import dev.tenon.model.BadRecord;
import dev.tenon.model.Receipt;
import dev.tenon.model.json.Document;
import dev.tenon.model.json.ReceiptJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Receipts in a folder, one file per output, replaced by rename. */
public final class Receipts {
  private final Path folder;

  /**
   * @param state the user's folder for what Tenon remembers
   */
  public Receipts(Path state) {
    this.folder = state.resolve("receipts");
  }

  /** Whether it was kept; a full or read-only disk is no reason for a link to fail. */
  public boolean put(Path output, Receipt receipt) {
    Path file = file(output);
    Path fresh = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.createDirectories(folder);
      Files.writeString(fresh, ReceiptJson.write(receipt).print());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException e) {
      try {
        Files.deleteIfExists(fresh);
      } catch (IOException stillThere) {
        e.addSuppressed(stillThere);
      }
      return false;
    }
  }

  /** The receipt of the last link of this output, or null if none is kept or it cannot be read. */
  public @Nullable Document<Receipt> get(Path output) {
    try {
      return ReceiptJson.read(Files.readString(file(output)));
    } catch (IOException | BadRecord e) {
      return null;
    }
  }

  /**
   * Where the receipt of an output is kept.
   *
   * @param output absolute
   */
  public Path file(Path output) {
    try {
      byte[] name = output.normalize().toString().getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name);
      return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".json");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
