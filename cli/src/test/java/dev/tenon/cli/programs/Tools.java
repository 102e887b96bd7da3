package dev.tenon.cli.programs;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What is installed here, and what {@code ./verify} fetched. */
final class Tools {
  private Tools() {}

  /** The first of the names on PATH; the test is skipped when there is none. */
  static Path want(String... names) {
    return find(names).orElseGet(() -> abort(String.join(" or ", names) + " is not installed"));
  }

  static Optional<Path> find(String... names) {
    var folders = System.getenv("PATH").split(File.pathSeparator, -1);
    return Arrays.stream(names)
        .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }

  /** Folder of the newest fetched source package; the test is skipped when there is none. */
  static Path sources(String prefix) {
    var root = sourcesRoot();
    if (Files.isDirectory(root)) {
      try (Stream<Path> packages = Files.list(root)) {
        var found =
            packages
                .filter(Files::isDirectory)
                .filter(folder -> folder.getFileName().toString().startsWith(prefix))
                .max(Path::compareTo);
        if (found.isPresent()) return found.get();
      } catch (IOException problem) {
        throw new UncheckedIOException(problem);
      }
    }
    return abort("no sources of " + prefix + " in " + root + "; ./verify fetches them");
  }

  private static Path sourcesRoot() {
    var told = System.getProperty("tenon.sources");
    if (told != null) return Path.of(told);
    var cache = System.getenv("XDG_CACHE_HOME");
    var caches =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return caches.resolve("tenon-verify/sources");
  }

  static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(from.relativize(file).toString()),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES,
                java.nio.file.LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
