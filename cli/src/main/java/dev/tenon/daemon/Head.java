package dev.tenon.daemon;

import dev.tenon.driver.DigestHelper;
import dev.tenon.pipeline.LargeArguments;
import dev.tenon.pipeline.Memory;
import dev.tenon.pipeline.Request;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** The resident process: takes calls until it is told to stop, idle for long, or of no use. */
public final class Head {
  private static final int BACKLOG = 1024;

  /** Calls at the same time; more are declined, and their fronts step aside. */
  private static final int MOST_CALLS = 256;

  /** Threads that are there before anybody calls: one to take a call, one to take its place. */
  private static final int WAITING = 2;

  /** Bytes of a request as any number of callers may send them at once. */
  private static final int SMALL_REQUEST = 1 << 20;

  /** How long a front may take to say what it wants. */
  private static final int REQUEST_SECONDS = 5;

  /** A front gives up a head that is silent five times as long. */
  private static final int BEAT_SECONDS = 2;

  private static final int DRAIN_SECONDS = 10;

  private static final String TOLD = "it was told to";

  private final Settings settings;
  private final Memory memory;
  private final Rehearsal rehearsal;
  private final Thread rehearsing;
  private final Vitals vitals = new Vitals();
  private final Events events;
  private final long pid = ProcessHandle.current().pid();
  private final String user;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicLong calls = new AtomicLong();
  private final LargeArguments requests = new LargeArguments();
  private final AtomicLong lastUse = new AtomicLong(System.nanoTime());
  private final AtomicReference<@Nullable String> end = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          WAITING,
          MOST_CALLS,
          60,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("call-", 0).factory());

  /** Calls that are served; some have their answer already. */
  private final Set<Line> open = ConcurrentHashMap.newKeySet();

  /** For work that no caller waits for: two, so that one link's does not wait for another's. */
  private static final int CLERKS = 2;

  private final ScheduledExecutorService afterwards =
      Executors.newScheduledThreadPool(
          CLERKS, Thread.ofPlatform().daemon().name("after-", 0).factory());

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private Head(Settings settings) throws IOException {
    this.settings = settings;
    this.user = Files.getOwner(Path.of("/proc/self")).getName();
    this.memory = new Memory(afterwards, new DigestHelper(settings.home().resolve("bin/digest")));
    this.events = new Events(settings.place().events());
    this.rehearsal =
        new Rehearsal(
            settings.place().socket(settings.build()),
            settings.build(),
            settings.place().rehearsal(settings.build()),
            settings.path(),
            this::settle);
    this.rehearsing =
        Thread.ofPlatform()
            .daemon()
            .name("rehearsal")
            .unstarted(() -> vitals.rehearsed(rehearsal.run()));
  }

  /** What a request means. */
  public interface Work {
    /** The exit code for the caller. */
    int perform(Request request) throws IOException;
  }

  /**
   * How a head is to live.
   *
   * @param build of which fronts it serves
   * @param home folder of Tenon
   * @param program files that make up this program: when one changes, this head is of no use
   * @param path where a head that rehearses looks for tools; empty: it does not rehearse
   * @param idle time after which it ends if nobody called
   * @param state the folder of a caller's state, by the caller's folder and environment
   */
  public record Settings(
      String build,
      Place place,
      Path home,
      List<Path> program,
      String path,
      Duration idle,
      StateFolder state,
      Work work) {}

  /** Where a caller's receipts are. */
  public interface StateFolder {
    Path of(Path folder, Map<String, String> environment);
  }

  /**
   * Serves until the end.
   *
   * @return why it ended; null if another head of this build is up
   * @throws IOException if the folder or the socket cannot be had
   */
  public static @Nullable String serve(Settings settings) throws IOException {
    settings.place().open();
    try (var channel =
            FileChannel.open(
                settings.place().lock(settings.build()),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return null;
      }
      String end = new Head(settings).serve();
      if (end.equals(TOLD)) {
        channel.truncate(0); // the next may start at once
      }
      return end;
    }
  }

  private String serve() throws IOException {
    Path socket = settings.place().socket(settings.build());
    events.missing(settings.build());
    Files.deleteIfExists(socket);
    Guard guard;
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      events.add(pid, settings.build(), Events.STARTED);
      guard = new Guard(socket, settings.program());
      var _ = clock.scheduleWithFixedDelay(() -> look(guard, server), 1, 1, TimeUnit.SECONDS);
      var _ =
          clock.scheduleWithFixedDelay(
              () -> open.forEach(Line::beat), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop("a signal ended it", server)));
      // A request that fails is answered; without the threads that serve there is no head.
      Thread.setDefaultUncaughtExceptionHandler((_, e) -> {
        if (e instanceof VirtualMachineError) {
          stop("a thread failed: " + e, server);
        }
      });
      rehearsing.start();
      workers.execute(() -> accept(server));
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "it was interrupted";
    }
    try {
      guard.removeSocket();
      workers.shutdown();
      if (!workers.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
      settle();
      memory.close();
    } catch (IOException e) {
      // The next head removes the socket.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return String.valueOf(end.get());
  }

  /**
   * Takes what calls there are, leaves those that come later to somebody else, and serves the last:
   * who is awake need not wake another for that. On a busy machine to be woken takes long, so all
   * that have come are taken at once.
   */
  private void accept(ServerSocketChannel server) {
    while (end.get() == null) {
      try {
        SocketChannel front = last(server, server.accept());
        if (begin(() -> accept(server))) {
          attend(front, server);
          return;
        }
        front.close(); // one too many: its front steps aside
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Too many open files, say: those who wait for an answer step aside.
        Thread.onSpinWait();
      }
    }
  }

  /** The last of all that wait; the others are served by others. */
  private SocketChannel last(ServerSocketChannel server, SocketChannel first) throws IOException {
    SocketChannel last = first;
    server.configureBlocking(false);
    try {
      for (SocketChannel next = server.accept(); next != null; next = server.accept()) {
        SocketChannel front = last;
        last = next;
        if (!begin(() -> attend(front, server))) {
          front.close();
        }
      }
    } catch (IOException e) {
      last.close();
      throw e;
    } finally {
      if (server.isOpen()) {
        server.configureBlocking(true);
      }
    }
    return last;
  }

  private boolean begin(Runnable work) {
    try {
      workers.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private boolean isOurs(SocketChannel front) throws IOException {
    return front.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName().equals(user);
  }

  private void look(Guard guard, ServerSocketChannel server) {
    long idle = System.nanoTime() - lastUse.get();
    String reason = guard.look();
    if (reason == null && running.get() == 0 && idle > settings.idle().toNanos()) {
      reason = "nobody called for " + settings.idle().toSeconds() + " s";
    }
    if (reason == null && vitals.isTooLarge()) {
      reason = "it grew to " + vitals.residentKib() / 1024 + " MiB";
    }
    if (reason != null) {
      stop(reason, server);
    }
  }

  private void stop(String reason, ServerSocketChannel server) {
    if (end.compareAndSet(null, reason)) {
      events.add(pid, settings.build(), "ended: " + reason);
      ended.countDown();
    }
    try {
      server.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  private void attend(SocketChannel front, ServerSocketChannel server) {
    try (front;
        var turn = requests.turn()) {
      if (!isOurs(front)) {
        return;
      }
      var tooLate =
          clock.schedule(
              () -> {
                front.close();
                return null;
              },
              REQUEST_SECONDS,
              TimeUnit.SECONDS);
      Frame first = Frame.read(front, SMALL_REQUEST, turn::take);
      tooLate.cancel(false);
      // Said before anything is looked at: who hears it knows that this head is awake.
      Frame.of(Frame.ACKNOWLEDGED, "").write(front);
      Call call = Call.of(first);
      var line = new Line(front);
      String refusal = refusal(call);
      if (refusal != null) {
        line.send(Frame.of(Frame.DECLINE, refusal));
      } else if (call.name().equals(Call.CONTROL)) {
        control(call, line, server);
      } else {
        serve(call, line);
      }
    } catch (IOException e) {
      // Not a front, or a front that is gone: closing is the answer.
    } catch (OutOfMemoryError e) {
      events.add(pid, settings.build(), e + " while a request was read");
    }
  }

  private @Nullable String refusal(Call call) {
    if (!call.build().equals(settings.build())) {
      return "the head is of another build";
    }
    if (!call.world().isEmpty() && !call.world().equals(vitals.world())) {
      return "the daemon sees other file systems, or has other rights";
    }
    if (!call.world().isEmpty() && !Vitals.isRootOf(call.pid())) {
      return "the client has another root directory";
    }
    if (!call.place().isEmpty() && !call.place().equals(Vitals.place(call.folder()))) {
      return "the daemon sees another working directory under that name";
    }
    if (vitals.isYoung() && call.pid() != pid && !call.waits()) {
      return "the head has just begun";
    }
    return end.get() == null ? null : "the head is about to end";
  }

  private void serve(Call call, Line line) {
    if (call.pid() == pid) {
      perform(call, line, pid + ".rehearsal");
      return;
    }
    running.incrementAndGet();
    lastUse.set(System.nanoTime());
    try {
      perform(call, line, pid + "." + calls.incrementAndGet());
    } finally {
      lastUse.set(System.nanoTime());
      running.decrementAndGet();
    }
  }

  private void perform(Call call, Line line, String mark) {
    open.add(line);
    try {
      var out = new java.io.BufferedOutputStream(line.stream(1));
      var request =
          new Request(
              call.name(),
              call.words(),
              call.folder(),
              call.environment(),
              out,
              line.stream(2),
              List.of(settings.home(), settings.home().resolve("bin")),
              settings.state().of(call.folder(), call.environment()),
              new FrontHands(line, call, mark),
              memory,
              line.cancellation());
      int exit = settings.work().perform(request);
      out.flush();
      line.answer(exit);
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError) {
        // What the request held is garbage now; the others go on.
        events.add(pid, settings.build(), e + " in `" + call.name() + "` in " + call.folder());
      }
      decline(line, e);
    } finally {
      if (line.cancellation().cancelled()) {
        Strays.end(mark);
      }
      open.remove(line);
      line.close();
    }
  }

  /** Whatever went wrong here, the front can still run the real tool. */
  private static void decline(Line line, Throwable e) {
    try {
      if (!line.hasLeft()) {
        line.leave();
        line.send(Frame.of(Frame.DECLINE, "the head failed: " + e));
      }
    } catch (IOException gone) {
      e.addSuppressed(gone);
    }
  }

  /** Waits until what was put off is done, but not for ever: until all clerks meet, idle. */
  private synchronized void settle() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    for (Line line : open) {
      if (line.isAlone()) {
        line.awaitClose(end - System.nanoTime());
      }
    }
    var meeting = new CyclicBarrier(CLERKS + 1);
    try {
      for (int i = 0; i < CLERKS; i++) {
        var _ =
            afterwards.schedule(() -> meet(meeting), Memory.SOON_MILLIS + 1, TimeUnit.MILLISECONDS);
      }
    } catch (RejectedExecutionException e) {
      return;
    }
    meet(meeting);
    memory.large().settle(Math.min(TimeUnit.SECONDS.toNanos(2), end - System.nanoTime()));
  }

  private static void meet(CyclicBarrier meeting) {
    try {
      meeting.await(DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      // Receipts that are not written are links that are done again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endRehearsal() {
    rehearsal.stop();
    try {
      rehearsing.join(TimeUnit.SECONDS.toMillis(DRAIN_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void control(Call call, Line line, ServerSocketChannel server) throws IOException {
    switch (call.words().isEmpty() ? "" : call.words().getFirst()) {
      case "status" -> line.stream(1).write(vitals.report(pid, settings, running, calls));
      case "settle" -> settle();
      case "stop" -> {
        stop(TOLD, server);
        endRehearsal();
      }
      default -> line.send(Frame.of(Frame.DECLINE, "no such order"));
    }
    line.send(Frame.of(Frame.EXIT, 0));
  }
}
