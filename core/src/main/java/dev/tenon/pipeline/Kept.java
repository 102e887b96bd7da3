package dev.tenon.pipeline;

import dev.tenon.keep.Digests;
import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Second names of outputs, for builds that delete an output before they ask for it again, as rustc
 * does. They cost no space as long as the output is there, and nothing is believed of them: what
 * they lead to is held against the receipt like the output itself.
 */
final class Kept {
  /** What may lie here that has no other name any more. */
  private static final long MOST = 1L << 30;

  private static final int PLACES = 2_000;

  private final Path folder;
  private final Map<Path, Path> places =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Path> eldest) {
          return size() > PLACES;
        }
      };

  Kept(Path state) {
    this.folder = state.resolve("kept");
  }

  /** Where an output is kept, if it is. */
  Path place(Path output) {
    synchronized (places) {
      return places.computeIfAbsent(
          output, path -> folder.resolve(Digests.of(path.normalize().toString()).substring(0, 32)));
    }
  }

  /** Gives the output a second name, if it is on the same file system. */
  void keep(Path output) {
    Path place = place(output);
    try {
      FileIdentity there = Identities.of(place);
      FileIdentity now = Identities.of(output);
      if (now == null || there != null && there.isSame(now)) {
        return;
      }
      Files.createDirectories(folder);
      Files.deleteIfExists(place);
      Files.createLink(place, output);
      sweep();
    } catch (IOException | UnsupportedOperationException e) {
      // Then the output is linked when it is asked for.
    }
  }

  /** Finds out in advance what is kept, if it has no other name any more. */
  void read(Path output, Digests digests) {
    Path place = place(output);
    FileIdentity identity = Identities.of(place);
    if (identity != null && identity.links() == 1 && digests.known(identity) == null) {
      digests.read(place, identity);
    }
  }

  /** Puts a kept output in its place again. */
  void restore(Path output) throws IOException {
    Files.createLink(output, place(output));
  }

  private void sweep() throws IOException {
    record Alone(Path file, FileIdentity identity) {}
    List<Alone> alone = new ArrayList<>();
    long sum = 0;
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        FileIdentity identity = Identities.of(file);
        if (identity != null && identity.links() == 1) {
          alone.add(new Alone(file, identity));
          sum += identity.size();
        }
      }
    }
    alone.sort(Comparator.comparingLong(one -> one.identity.ctime()));
    for (Alone one : alone) {
      if (sum <= MOST) {
        return;
      }
      sum -= one.identity.size();
      Files.deleteIfExists(one.file);
    }
  }
}
