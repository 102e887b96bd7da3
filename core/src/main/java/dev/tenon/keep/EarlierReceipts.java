package dev.tenon.keep;

import dev.tenon.model.BadRecord;
import dev.tenon.model.Receipt;
import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Receipts of other links with the same output name, a few for each: builds make one program with
 * several sets of arguments in turn, and a link that failed does not make worthless what is known
 * of the one before.
 */
final class EarlierReceipts {
  private static final int EACH = 8;
  private static final int NAMES = 500;

  private final Map<Path, List<Receipt>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, List<Receipt>> eldest) {
          return size() > NAMES;
        }
      };

  /** Newest first. */
  synchronized List<Receipt> of(Path folder) {
    return List.copyOf(known.computeIfAbsent(folder, EarlierReceipts::read));
  }

  private static List<Receipt> read(Path folder) {
    var found = new ArrayList<Receipt>();
    if (Files.isDirectory(folder)) {
      try {
        var files = StateFiles.list(folder, "*.json");
        for (Path file : files) {
          try {
            found.add(Receipts.read(file).toRun());
          } catch (IOException | BadRecord e) {
            Files.deleteIfExists(file); // another version's
          }
        }
      } catch (IOException e) {
        return new ArrayList<>();
      }
    }
    found.sort(Comparator.comparingLong(Receipt::startedMillis).reversed());
    return found;
  }

  /**
   * Keeps a receipt that is no longer the last.
   *
   * @param fresh the one that takes its place: others of the same link are forgotten
   */
  synchronized void keep(Path folder, Receipt old, Receipt fresh) {
    var all = known.computeIfAbsent(folder, EarlierReceipts::read);
    boolean isGood = old.exit() == 0 && old.standing() != null;
    boolean isAnother = isGood && (fresh.exit() != 0 || !isSame(old, fresh));
    try {
      if (fresh.exit() == 0) {
        for (Receipt one : List.copyOf(all)) {
          if (isSame(one, fresh)) {
            all.remove(one);
            Files.deleteIfExists(file(folder, one));
          }
        }
      }
      if (isAnother) {
        all.addFirst(old);
        StateFiles.makeFolder(folder);
        Path file = file(folder, old);
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(whole);
        StateFiles.create(whole, Receipts.written(old));
        StateFiles.put(whole, file);
      }
      while (all.size() > EACH) {
        Files.deleteIfExists(file(folder, all.removeLast()));
      }
    } catch (IOException e) {
      all.clear(); // what cannot be kept is linked again
    }
  }

  private static Path file(Path folder, Receipt receipt) {
    return folder.resolve(receipt.startedMillis() + ".json");
  }

  /** The same arguments to the same linker, but for the names of objects. */
  private static boolean isSame(Receipt one, Receipt other) {
    return one.folder().equals(other.folder())
        && Objects.equals(one.toolchain().linker(), other.toolchain().linker())
        && one.toolchain().environment().equals(other.toolchain().environment())
        && (one.plan().equals(other.plan())
            || one.standing() != null && Changes.between(one, other.plan()).reasons().isEmpty());
  }
}
