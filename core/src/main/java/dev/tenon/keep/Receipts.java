package dev.tenon.keep;

import dev.tenon.model.BadRecord;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.Receipt;
import dev.tenon.model.json.Document;
import dev.tenon.model.json.ReceiptJson;
import dev.tenon.state.CheckSum;
import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Receipts in a folder, one file per output, replaced by rename; those used last in memory. */
public final class Receipts {
  /** Reads of all receipts that are kept in memory, each of some hundred bytes. */
  private static final int READS = 60_000;

  private static final int FILES = 2_000;

  private final Path folder;
  private final Map<Path, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Path, Path> files =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Path> eldest) {
          return size() > FILES;
        }
      };
  private final EarlierReceipts earlier = new EarlierReceipts();
  private int reads;

  private record Kept(FileIdentity file, Receipt receipt) {}

  /**
   * @param state the user's folder for what Tenon remembers
   */
  public Receipts(Path state) {
    this.folder = state.resolve("receipts");
  }

  /** Whether it was kept; a full or read-only disk is no reason for a link to fail. */
  public boolean put(Path output, Receipt receipt) {
    Path file = file(output);
    Receipt old = last(output);
    if (old != null && old.startedMillis() != receipt.startedMillis()) {
      earlier.keep(folder(file), old, receipt);
    }
    String mine = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    Path fresh = file.resolveSibling(file.getFileName() + "." + mine);
    try {
      StateFiles.makeFolder(folder);
      StateFiles.create(fresh, written(receipt));
      FileIdentity identity = Identities.of(fresh);
      StateFiles.put(fresh, file);
      if (identity != null) {
        keep(file, new Kept(identity, receipt));
      }
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

  /**
   * The same if the receipt on disk is still the one that the new one was made from.
   *
   * @param from what {@link #last} gave
   */
  public boolean replace(Path output, Receipt from, Receipt receipt) {
    Receipt now = last(output);
    return now != null && now.startedMillis() == from.startedMillis() && put(output, receipt);
  }

  /** The receipt of the last link of this output; null if there is none that we understand. */
  public @Nullable Receipt last(Path output) {
    Path file = known(output);
    FileIdentity identity = Identities.of(file);
    if (identity == null) {
      return null;
    }
    synchronized (kept) {
      Kept known = kept.get(file);
      // Giving a file its name changes its ctime; receipts are never written in place.
      if (known != null && known.file.isSameButForNames(identity)) {
        return known.receipt;
      }
    }
    Document<Receipt> document = get(output);
    try {
      Receipt receipt = document == null ? null : document.toRun();
      if (receipt != null) {
        keep(file, new Kept(identity, receipt));
      }
      return receipt;
    } catch (BadRecord e) {
      return null;
    }
  }

  private void keep(Path file, Kept fresh) {
    synchronized (kept) {
      Kept old = kept.remove(file);
      kept.put(file, fresh);
      reads += fresh.receipt.reads().size() - (old == null ? 0 : old.receipt.reads().size());
      for (var all = kept.values().iterator(); reads > READS && kept.size() > 1; ) {
        reads -= all.next().receipt.reads().size();
        all.remove();
      }
    }
  }

  /** Receipts of other links of this output that are still known, newest first. */
  public List<Receipt> earlier(Path output) {
    return earlier.of(folder(known(output)));
  }

  private static Path folder(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - ".json".length()));
  }

  /** Every receipt that is kept and understood. */
  public List<Receipt> all() throws IOException {
    var found = new ArrayList<Receipt>();
    try {
      var files = StateFiles.list(folder, "*.json");
      for (Path file : files) {
        try {
          found.add(read(file).toRun());
        } catch (IOException | BadRecord e) {
          // Another version's, or just being replaced.
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return found;
  }

  /** The receipt of the last link of this output, or null if none is kept or it cannot be read. */
  public @Nullable Document<Receipt> get(Path output) {
    try {
      return read(file(output));
    } catch (IOException | BadRecord e) {
      return null;
    }
  }

  static String written(Receipt receipt) {
    return CheckSum.sealed(ReceiptJson.write(receipt).print());
  }

  /**
   * @throws BadRecord if the file was damaged, or is another version's
   */
  static Document<Receipt> read(Path file) throws IOException {
    String text = CheckSum.opened(StateFiles.text(file));
    if (text == null) {
      throw new BadRecord(file.toString(), "is not as it was written");
    }
    Document<Receipt> document = ReceiptJson.read(text);
    document.value().plan().primary(); // of an output that it names
    return document;
  }

  /** The same as {@link #file}, mostly from memory. */
  private Path known(Path output) {
    synchronized (files) {
      return files.computeIfAbsent(output, this::file);
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
