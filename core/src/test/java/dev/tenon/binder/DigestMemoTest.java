package dev.tenon.binder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestMemoTest {
  private static final int THREADS = 8;

  @TempDir Path folder;

  /** A linker's libraries have hundreds of megabytes, and the links of a build begin together. */
  @Test
  void whatManyAskForAtTheSameTimeIsFoundOutOnce() throws Exception {
    Path tool = Files.writeString(folder.resolve("tool"), "a tool");
    var reads = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    var memo =
        new DigestMemo(
            folder.resolve("state"),
            _ -> {
              reads.incrementAndGet();
              awaitOthers(threads);
              return null;
            });
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(new Thread(() -> answers.add(memo.digest(tool))));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(answers).hasSize(THREADS).containsOnly(DigestMemo.ofText("a tool"));
    assertThat(reads).hasValue(1);
  }

  /**
   * Until all but this one wait for what this one finds out. One that waits for a lock may ask
   * later, when nothing is under way any more; one that has ended never waits.
   */
  private static void awaitOthers(List<Thread> threads) {
    for (Thread thread : threads) {
      while (!thread.equals(Thread.currentThread())
          && !(LockSupport.getBlocker(thread) instanceof FutureTask<?>)
          && thread.getState() != Thread.State.TERMINATED) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void somebodyWhoKnowsSoonerIsBelieved() throws Exception {
    Path tool = Files.writeString(folder.resolve("tool"), "a tool");
    assertThat(new DigestMemo(folder.resolve("state"), _ -> "known").digest(tool))
        .isEqualTo("known");
  }
}
