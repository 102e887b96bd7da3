package dev.tenon.pipeline;

import dev.tenon.binder.DigestMemo;
import dev.tenon.keep.Digests;
import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Receipts;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is remembered in one state folder, with the part of it that is in memory. */
final class Past {
  final Receipts receipts;
  final Digests digests;
  final DigestMemo tools;
  final LinkLog log;
  final Answers answers = new Answers();
  final Kept kept;

  /** Outputs whose last link is not written down yet. */
  final Set<Path> pending = ConcurrentHashMap.newKeySet();

  private final Map<Long, String> fileSystems = new ConcurrentHashMap<>();

  Past(Path state, Digests.Hasher hasher) {
    this.receipts = new Receipts(state);
    this.digests = new Digests(state, Forms::of, hasher);
    this.tools = new DigestMemo(state);
    this.log = new LinkLog(state);
    this.kept = new Kept(state);
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
