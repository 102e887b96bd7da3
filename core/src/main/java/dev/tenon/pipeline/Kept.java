package dev.tenon.pipeline;

import dev.tenon.keep.Digests;
import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Copies of outputs by their digest, for builds that delete or change an output before they ask for
 * it again. They are copies and never second names: some linkers and tools write into the file that
 * is there.
 */
final class Kept {
  /** All copies together. */
  private static final long MOST = 2L << 30;

  /** Larger outputs take too long to copy, and push out all others. */
  private static final long LARGEST = 512L << 20;

  /** The directory is looked through when so much was added. */
  private static final long SWEEP = 64L << 20;

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Digests digests;
  private final AtomicLong added = new AtomicLong();
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  Kept(Path state, Digests digests) {
    this.folder = state.resolve("kept");
    this.digests = digests;
  }

  boolean has(String digest) {
    return DIGEST.matcher(digest).matches()
        && Files.isRegularFile(place(digest), LinkOption.NOFOLLOW_LINKS);
  }

  private Path place(String digest) {
    return folder.resolve(digest);
  }

  /**
   * Copies an output.
   *
   * @param digest of it, if that is known
   * @return the digest of the copy; null if there is none
   */
  @Nullable String keep(Path output, @Nullable String digest, long size) {
    if (size > LARGEST || !Files.isRegularFile(output)) {
      return null;
    }
    try {
      if (digest != null && known.contains(digest) && has(digest)) {
        Files.setLastModifiedTime(place(digest), FileTime.fromMillis(System.currentTimeMillis()));
        return digest;
      }
      StateFiles.makeFolder(folder);
      Path copy =
          Files.createTempFile(
              folder,
              ".new",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.copy(output, copy, StandardCopyOption.REPLACE_EXISTING);
      Digests.Known found = digests.readAnyway(copy);
      if (found == null || digest != null && !digest.equals(found.digest())) {
        Files.delete(copy);
        return null;
      }
      Files.move(copy, place(found.digest()), StandardCopyOption.ATOMIC_MOVE);
      known.add(found.digest());
      if (added.addAndGet(size) > SWEEP) {
        added.set(0);
        sweep();
      }
      return found.digest();
    } catch (IOException e) {
      return null; // then the output is linked when it is asked for
    }
  }

  /**
   * Puts a copy in an output's place.
   *
   * @param before what the output was, whose mode it gets; its owner and group it must have by
   *     itself
   * @param inPlace whether the linker writes into the file that is there
   */
  void restore(Path output, String digest, FileIdentity before, boolean inPlace)
      throws IOException {
    Path place = place(digest);
    FileIdentity copy = Identities.of(place);
    if (copy == null || !copy.isRegular()) {
      throw new IOException("no copy is kept");
    }
    Digests.Known content = digests.known(place, copy);
    if (content == null) {
      content = digests.read(place, copy);
    }
    if (content == null || !content.digest().equals(digest)) {
      Files.deleteIfExists(place);
      throw new IOException("the copy was changed");
    }
    FileIdentity there = inPlace ? Identities.of(output) : null;
    // Before anything is changed: a linker that runs after all is to find what it would have found.
    if (there == null ? !isOwnedAlike(before, copy, output) : !hasOwners(there, before)) {
      throw new IOException("the output would belong to somebody else");
    }
    if (there != null) {
      Files.write(output, new byte[0]);
      try (var to = Files.newOutputStream(output)) {
        Files.copy(place, to);
      }
    } else {
      Files.deleteIfExists(output);
      Files.copy(place, output);
    }
    Files.setAttribute(output, "unix:mode", before.mode() & 07777);
  }

  private static boolean hasOwners(FileIdentity file, FileIdentity before) {
    return file.owner() == before.owner() && file.group() == before.group();
  }

  /**
   * Whether a file that is created now has the owner and the group that it had.
   *
   * @param copy a file of ours
   */
  private static boolean isOwnedAlike(FileIdentity before, FileIdentity copy, Path output) {
    FileIdentity folder = Identities.of(output.resolveSibling(""));
    if (folder == null || copy.owner() != before.owner()) {
      return false;
    }
    boolean isInherited = (folder.mode() & 02000) != 0;
    return before.group() == (isInherited ? folder.group() : copy.group());
  }

  private void sweep() throws IOException {
    record Copy(Path file, FileIdentity identity) {}
    List<Copy> all = new ArrayList<>();
    long sum = 0;
    for (Path file : StateFiles.list(folder, "*")) {
      FileIdentity identity = Identities.of(file);
      if (identity != null) {
        all.add(new Copy(file, identity));
        sum += identity.size();
      }
    }
    all.sort(Comparator.comparingLong(one -> one.identity.mtime()));
    for (Copy one : all) {
      if (sum <= MOST) {
        return;
      }
      sum -= one.identity.size();
      Files.deleteIfExists(one.file);
    }
  }
}
