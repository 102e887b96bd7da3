package dev.tenon.pipeline;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells when files are deleted or moved away. Where the system cannot tell, nobody is told: this is
 * for work done in advance.
 */
final class Departures {
  /** Folders that are watched at a time; builds make their programs in few. */
  private static final int FOLDERS = 32;

  private final Consumer<Path> gone;
  private final Set<Path> files = ConcurrentHashMap.newKeySet();
  private final Map<Path, WatchKey> folders = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable WatchService service;

  /**
   * @param gone is told the file, once for each time that it was asked for, and must not take long
   */
  Departures(Consumer<Path> gone) {
    this.gone = gone;
  }

  /** Asks for a file that is there now. */
  synchronized void watch(Path file) {
    Path folder = file.getParent();
    if (folder == null || !files.add(file) && folders.containsKey(folder)) {
      return;
    }
    try {
      if (service == null) {
        WatchService fresh = FileSystems.getDefault().newWatchService();
        Thread.ofPlatform().daemon().name("departures").start(() -> attend(fresh));
        service = fresh;
      }
      if (!folders.containsKey(folder)) {
        folders.put(folder, folder.register(service, StandardWatchEventKinds.ENTRY_DELETE));
      }
      if (folders.size() > FOLDERS) {
        Map.Entry<Path, WatchKey> eldest = folders.entrySet().iterator().next();
        eldest.getValue().cancel();
        forget(eldest.getKey());
      }
    } catch (IOException | UnsupportedOperationException e) {
      files.remove(file);
    }
  }

  private void attend(WatchService service) {
    try {
      for (; ; ) {
        WatchKey key = service.take();
        if (key.watchable() instanceof Path folder) {
          for (WatchEvent<?> event : key.pollEvents()) {
            if (event.context() instanceof Path name && files.remove(folder.resolve(name))) {
              gone.accept(folder.resolve(name));
            }
          }
          if (!key.reset()) {
            forget(folder);
          }
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Nobody is told any more.
    }
  }

  private synchronized void forget(Path folder) {
    folders.remove(folder);
    files.removeIf(one -> folder.equals(one.getParent()));
  }
}
