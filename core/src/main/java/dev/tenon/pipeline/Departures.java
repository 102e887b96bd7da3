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
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells when files are deleted or moved away. Where the system cannot tell, nobody is told: this is
 * for work done in advance.
 */
final class Departures {
  /** Folders that are watched at a time; builds make their programs in few. */
  private static final int FOLDERS = 32;

  private final Map<Path, Runnable> files = new ConcurrentHashMap<>();
  private final Map<Path, WatchKey> folders = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable WatchService service;

  /**
   * Asks for a file that is there now.
   *
   * @param gone is run once when it is no longer there, and must not take long
   */
  synchronized void watch(Path file, Runnable gone) {
    Path folder = file.getParent();
    if (folder == null) {
      return;
    }
    try {
      if (service == null) {
        WatchService fresh = FileSystems.getDefault().newWatchService();
        Thread.ofPlatform().daemon().name("departures").start(() -> attend(fresh));
        service = fresh;
      }
      // Each time: the folder may be another one under the same name.
      folders.put(folder, folder.register(service, StandardWatchEventKinds.ENTRY_DELETE));
      files.put(file, gone);
      if (folders.size() > FOLDERS) {
        Map.Entry<Path, WatchKey> eldest = folders.entrySet().iterator().next();
        eldest.getValue().cancel();
        forget(eldest.getKey(), eldest.getValue());
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Then nobody is told of it.
    }
  }

  private void attend(WatchService service) {
    try {
      for (; ; ) {
        WatchKey key = service.take();
        if (key.watchable() instanceof Path folder) {
          for (WatchEvent<?> event : key.pollEvents()) {
            Runnable gone =
                event.context() instanceof Path name ? files.remove(folder.resolve(name)) : null;
            if (gone != null) {
              gone.run();
            }
          }
          if (!key.reset()) {
            forget(folder, key);
          }
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Nobody is told any more.
    }
  }

  private synchronized void forget(Path folder, WatchKey key) {
    if (folders.remove(folder, key)) {
      files.keySet().removeIf(one -> folder.equals(one.getParent()));
    }
  }
}
