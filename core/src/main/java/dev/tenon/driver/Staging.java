package dev.tenon.driver;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps a link's outputs out of sight until all is well. */
final class Staging implements AutoCloseable {
  /** No kernel's clock for files ticks more slowly; with something to spare. */
  private static final long TICK_MILLIS = 20;

  private static final int LONGEST_NAME = 255;

  private final Path folder;
  private final HidingPlace place;
  private boolean killed;

  private Staging(Path folder, HidingPlace place) {
    this.folder = folder;
    this.place = place;
  }

  /**
   * The names of hidden folders contain a hash of the first output's name, so that a later link of
   * that output finds what a killed one left without searching.
   *
   * @param written names of the outputs, where one is a path that leads to an existing file or none
   * @param primary one of them
   * @param claims for hidden names; null if more may be made than is announced
   */
  static Staging of(Path folder, List<String> written, String primary, @Nullable Claims claims) {
    String mark = mark(base(primary));
    if (claims != null) {
      var names = new HiddenNames(claims);
      boolean all = true;
      for (String name : written) {
        Path parent = folder.resolve(parent(name));
        HiddenFolders.sweep(parent, mark);
        all = all && fits(names, name) && names.hide(parent, base(name));
      }
      if (all) {
        return new Staging(folder, names);
      }
      names.discard(false);
    }
    String identity = ProcessIdentity.mine() + "-" + Long.toHexString(System.nanoTime());
    return new Staging(folder, new HiddenFolders(mark, identity));
  }

  private static boolean fits(HidingPlace place, String name) {
    int size = base(name).getBytes(StandardCharsets.UTF_8).length;
    // Linkers add something of their own before or behind.
    return size + place.token().length() + 16 <= LONGEST_NAME;
  }

  private static String mark(String name) {
    return ".tenon-" + Integer.toHexString(name.hashCode());
  }

  /** What stands between parent and base name in every staged name. */
  String token() {
    return place.token();
  }

  /** Whether an output of that name can be staged: it leads to no device, pipe or folder. */
  static boolean stageable(Path path) {
    return !Files.exists(path) || Files.isRegularFile(path);
  }

  /**
   * The name under which the output is to be made; null if it cannot be staged, because its parent
   * takes nothing new. The linker then gets the name itself and says what it thinks of it.
   */
  @Nullable String stage(String written) {
    return place.hide(folder.resolve(parent(written)), base(written))
        ? parent(written) + token() + base(written)
        : null;
  }

  /** A linker was killed and may have left more than it usually does. */
  void killed() {
    killed = true;
  }

  /** Removes what links of an output left that were killed. */
  static void sweep(Path output) {
    Path name = output.getFileName();
    Path parent = output.getParent();
    if (name != null && parent != null) {
      HiddenFolders.sweep(parent, mark(name.toString()));
    }
  }

  /**
   * Moves everything that was made to its place: files that nobody announced first (linkers name
   * some after the output), the announced side files in order, the primary output last.
   *
   * @param written names of the staged outputs, primary last
   * @throws IOException if a file could not be moved; its staged form is left for close to remove
   */
  List<Placed> publish(List<String> written, Execution.Links links) throws IOException {
    var published = new ArrayList<Placed>();
    var announced = written.stream().map(name -> folder.resolve(name).normalize()).toList();
    for (var extra : place.all().entrySet()) {
      Path target = extra.getValue().normalize();
      if (!announced.contains(target)) {
        Path shown = target.startsWith(folder) ? folder.relativize(target) : target;
        published.add(new Placed(shown.toString(), move(extra.getKey(), target)));
      }
    }
    for (String name : written) {
      Path staged = folder.resolve(parent(name) + token() + base(name));
      if (Files.exists(staged, LinkOption.NOFOLLOW_LINKS)) {
        boolean primary = name.equals(written.getLast());
        if (!primary) {
          correct(staged);
        }
        published.add(new Placed(name, move(staged, target(folder.resolve(name), links))));
      }
    }
    return published;
  }

  /**
   * A file in its place.
   *
   * @param name as the plan has it
   * @param stamp its time of last change, nanoseconds
   */
  record Placed(String name, long stamp) {}

  private static long move(Path from, Path to) throws IOException {
    var made = Files.readAttributes(from, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    long stamp = made.isRegularFile() ? stamp(from, made.lastModifiedTime()) : -1;
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return stamp;
  }

  /**
   * The file's time of last change. If the clock of the file system may not have ticked since, the
   * time is set back a little, so that a change right after publishing shows in it.
   */
  private static long stamp(Path file, FileTime made) throws IOException {
    if (System.currentTimeMillis() - made.toMillis() > TICK_MILLIS) {
      return made.to(TimeUnit.NANOSECONDS);
    }
    long nanos = made.to(TimeUnit.NANOSECONDS) - 1 - System.nanoTime() % 1_000;
    Files.setLastModifiedTime(file, FileTime.from(nanos, TimeUnit.NANOSECONDS));
    return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
  }

  private static Path target(Path path, Execution.Links links) throws IOException {
    if (!Files.isSymbolicLink(path)) {
      return path;
    }
    boolean follow =
        switch (links) {
          case REPLACE -> false;
          case FOLLOW -> true;
          case REPLACE_UNLESS_EMPTY -> !Files.exists(path) || Files.size(path) == 0;
        };
    for (int i = 0; follow && i < 40 && Files.isSymbolicLink(path); i++) {
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return path;
  }

  /** Takes the staging folder's name out of a text file: maps and dependency files repeat it. */
  private void correct(Path file) throws IOException {
    byte[] token = token().getBytes(StandardCharsets.UTF_8);
    Path clean = file.resolveSibling(base(file.toString()) + ".clean");
    boolean text = true;
    try (var in = new BufferedInputStream(Files.newInputStream(file));
        var out = new BufferedOutputStream(Files.newOutputStream(clean))) {
      var filter = new TokenFilter(out, token);
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); text && n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          text &= buffer[i] != 0;
        }
        filter.write(buffer, 0, n);
      }
      filter.finish();
    }
    if (text && Files.size(clean) != Files.size(file)) {
      Files.setPosixFilePermissions(clean, Files.getPosixFilePermissions(file));
      move(clean, file);
    } else {
      Files.delete(clean);
    }
  }

  @Override
  public void close() {
    discard();
  }

  void discard() {
    place.discard(killed);
  }

  private static String parent(String written) {
    return written.substring(0, written.lastIndexOf('/') + 1);
  }

  private static String base(String written) {
    return written.substring(written.lastIndexOf('/') + 1);
  }
}
