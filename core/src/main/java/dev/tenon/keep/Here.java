package dev.tenon.keep;

import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The machine that we run on. */
public final class Here implements Present {
  private final Digests digests;
  private final Predicate<String> kept;

  public Here(Digests digests) {
    this(digests, _ -> false);
  }

  /**
   * @param kept whether a copy of an output with such a digest is kept
   */
  public Here(Digests digests, Predicate<String> kept) {
    this.digests = digests;
    this.kept = kept;
  }

  @Override
  public boolean isKept(String digest) {
    return kept.test(digest);
  }

  @Override
  public @Nullable FileIdentity look(String path) {
    try {
      return Identities.of(Path.of(path));
    } catch (InvalidPathException e) {
      return null;
    }
  }

  @Override
  public @Nullable String known(String path, FileIdentity identity) {
    Digests.Known known = digests.known(Path.of(path), identity);
    return known == null ? null : known.digest();
  }

  @Override
  public @Nullable String digest(String path, FileIdentity identity, String before) {
    if (identity.size() <= UpToDate.SMALL) {
      String found = Digests.of(Path.of(path));
      if (!before.equals(found)) {
        return found;
      }
    }
    Digests.Known known = digests.read(Path.of(path), identity);
    return known == null ? null : known.digest();
  }

  @Override
  public String listing(String path) {
    if (!Files.isDirectory(Path.of(path))) { // to open a pipe waits for its other end
      return "";
    }
    try (Stream<Path> entries = Files.list(Path.of(path))) {
      var names = new StringBuilder();
      entries
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .forEach(name -> names.append(name).append('\n'));
      return Digests.of(names.toString());
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  @Override
  public String real(String path) {
    try {
      return Path.of(path).toRealPath().toString();
    } catch (IOException e) {
      return path;
    }
  }

  @Override
  public boolean isWritable(String path) {
    return Files.isWritable(Path.of(path));
  }

  @Override
  public boolean isSymbolicLink(String path) {
    return Files.isSymbolicLink(Path.of(path));
  }
}
