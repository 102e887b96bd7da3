package dev.tenon.pipeline;

import dev.tenon.binder.DigestMemo;
import dev.tenon.binder.FoundTools;
import dev.tenon.binder.Toolchains;
import dev.tenon.driver.Claims;
import dev.tenon.keep.Digests;
import dev.tenon.keep.Identities;
import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Receipts;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What is remembered in one state folder, with the part of it that is in memory. */
final class Past {
  final Receipts receipts;
  final Digests digests;
  private final DigestMemo memo;
  private final FoundTools found = new FoundTools(Identities::of);
  final LinkLog log;
  final Answers answers = new Answers();
  final Kept kept;
  final Claims claims;
  private final @Nullable Departures departures;
  private final Executor soon;

  /** Outputs whose last link is not written down yet. */
  final Set<Path> pending = ConcurrentHashMap.newKeySet();

  private final Map<Long, String> fileSystems = new ConcurrentHashMap<>();

  /**
   * @param departures tells of outputs; null if no link will come
   * @param soon runs what can be done in advance of a link, some time after it could be
   */
  Past(Path state, Digests.Hasher hasher, @Nullable Departures departures, Executor soon) {
    this.receipts = new Receipts(state);
    this.digests = new Digests(state, Forms::of, hasher);
    this.memo = new DigestMemo(state, hasher::sha256);
    this.log = new LinkLog(state);
    this.kept = new Kept(state);
    this.claims = new Claims(state.resolve("claims"));
    claims.sweep();
    this.departures = departures;
    this.soon = soon;
  }

  /** The tools of a caller. */
  Toolchains tools(Map<String, String> environment) {
    return new Toolchains(memo, found, environment);
  }

  /**
   * Keeps outputs that somebody will delete before he asks for them again. To be deleted changes a
   * file's identity, so it is read anew, and before anybody waits for that.
   */
  void keep(Path output) {
    kept.keep(output);
    if (departures != null) {
      departures.watch(output, () -> soon.execute(() -> kept.read(output, digests)));
    }
  }

  /** The type of the file system that a file is on, such as {@code ext4}; empty if unknown. */
  String fileSystem(FileIdentity identity, Path file) {
    return fileSystems.computeIfAbsent(
        identity.dev(),
        _ -> {
          try {
            return Files.getFileStore(file).type();
          } catch (IOException e) {
            return "";
          }
        });
  }
}
