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
import dev.tenon.state.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is remembered in one state folder, with the part of it that is in memory. */
final class Past {
  final Receipts receipts;
  final Digests digests;
  private final DigestMemo memo;
  private final FoundTools found = new FoundTools(Identities::of);
  final LinkLog log;
  final Kept kept;
  final Claims claims;
  final RunningLinks running = new RunningLinks();
  private static final long MOST_TROUBLES = 1 << 20;

  private final Path troubles;

  final Pending pending = new Pending();

  final KnownCalls calls = new KnownCalls();

  final FileSystems fileSystems = new FileSystems();

  /**
   * @param hasher helps with digests
   */
  Past(Path state, Digests.Hasher hasher) {
    this.receipts = new Receipts(state);
    this.digests =
        new Digests(
            state, Forms::of, hasher, (path, identity) -> fileSystems.stampsProve(identity, path));
    this.troubles = state.resolve("troubles.log");
    this.memo = new DigestMemo(state, hasher::sha256);
    this.log = new LinkLog(state);
    this.kept = new Kept(state, digests);
    this.claims = new Claims(state.resolve("claims"));
    claims.sweep();
  }

  /** The tools of a caller. */
  Toolchains tools(Map<String, String> environment) {
    return new Toolchains(memo, found, environment);
  }

  /** The content of a file that has this identity; null if only reading it can tell. */
  Digests.@Nullable Known known(Path path, FileIdentity identity) {
    return digests.known(path, identity);
  }

  /** What went wrong in our own work, without harm to a link. */
  void trouble(String what, Throwable cause) {
    String line = Instant.now() + "\t" + (what + ": " + cause).replaceAll("[\\n\\t]", " ") + "\n";
    try {
      if (!Files.exists(troubles) || Files.size(troubles) < MOST_TROUBLES) {
        StateFiles.append(troubles, line);
      }
    } catch (IOException e) {
      // A log that cannot be written: there is nobody left to tell.
      cause.addSuppressed(e);
    }
  }
}
