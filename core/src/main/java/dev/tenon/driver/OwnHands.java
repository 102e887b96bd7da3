package dev.tenon.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts processes as children of this one. */
public final class OwnHands implements Hands {
  /** Tells a client that the linker started it, and is not to be observed again. */
  private static final String GUARD = "TENON_INSIDE";

  /** How Java words the system's refusal. */
  private static final Pattern ERROR = Pattern.compile("error=(\\d+), ");

  @Override
  public int umask() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("Umask:")) {
          return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // A kernel that does not tell.
    }
    return 022;
  }

  @Override
  public Ended run(
      Errand errand,
      OutputStream out,
      OutputStream err,
      LongConsumer started,
      Cancellation cancellation)
      throws IOException {
    long cpu = Usage.childrenCpuMillis();
    Process process = start(builder(errand).redirectInput(ProcessBuilder.Redirect.INHERIT));
    started.accept(process.pid());
    try (var _ = cancellation.onCancel(() -> kill(process))) {
      Thread outPump = pump(process.getInputStream(), out);
      Thread errPump = pump(process.getErrorStream(), err);
      long peak = Usage.watch(process);
      outPump.join();
      errPump.join();
      return new Ended(process.exitValue(), Usage.childrenCpuMillis() - cpu, peak);
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      return new Ended(130, -1, -1);
    }
  }

  /** A dependency file on disk takes the place of a client's anonymous memory. */
  @Override
  public Running link(
      Transparent link,
      OutputStream out,
      OutputStream err,
      LongConsumer started,
      Cancellation cancellation)
      throws IOException {
    Path told = link.observe() ? Files.createTempFile("tenon-", ".d") : null;
    var command = new ArrayList<>(List.of(link.tool()));
    if (told != null) {
      command.add("--dependency-file=" + told);
    }
    command.addAll(link.added());
    command.addAll(link.words());
    var environment = new HashMap<>(link.environment());
    environment.put(GUARD, ",");
    long cpu = Usage.childrenCpuMillis();
    Process process;
    try {
      process =
          start(
              builder(new Errand(command, link.folder(), environment))
                  .redirectInput(ProcessBuilder.Redirect.INHERIT));
    } catch (NotStarted e) {
      if (told != null) {
        Files.deleteIfExists(told);
      }
      throw e;
    }
    started.accept(process.pid());
    return new OwnRunning(link, process, told, out, err, cpu, cancellation);
  }

  /** A child of this process. */
  private record OwnRunning(
      Transparent link,
      Process process,
      @Nullable Path told,
      OutputStream out,
      OutputStream err,
      long cpu,
      Cancellation cancellation)
      implements Running {
    @Override
    public void release() {}

    @Override
    public Finished await() throws IOException {
      var toOut = new RecordedStream(out, Outcome.KEPT + 1);
      var toErr = new RecordedStream(err, Outcome.KEPT + 1);
      try (var _ = cancellation.onCancel(() -> kill(process))) {
        Thread outPump = pump(process.getInputStream(), toOut);
        Thread errPump = pump(process.getErrorStream(), toErr);
        long peak = Usage.watch(process);
        outPump.join();
        errPump.join();
        String dependencies = told == null ? null : Files.readString(told);
        return new Finished(
            process.exitValue(),
            Usage.childrenCpuMillis() - cpu,
            peak,
            toOut.content(),
            toErr.content(),
            dependencies,
            List.of());
      } catch (InterruptedException e) {
        kill(process);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while the linker ran");
      } finally {
        if (told != null) {
          Files.deleteIfExists(told);
        }
      }
    }
  }

  @Override
  public int become(Errand errand, Cancellation cancellation) throws IOException {
    Process process = start(builder(errand).inheritIO());
    try (var _ = cancellation.onCancel(process::destroy)) {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  @Override
  public long caller() {
    return ProcessHandle.current().pid();
  }

  @Override
  public int takeSlots(int most) {
    return -1; // a JVM cannot read a descriptor by its number
  }

  @Override
  public void waiting() {}

  private static ProcessBuilder builder(Errand errand) {
    var builder = new ProcessBuilder(errand.command()).directory(errand.folder().toFile());
    Environments.apply(builder.environment(), errand.environment());
    return builder;
  }

  private static Process start(ProcessBuilder builder) throws NotStarted {
    try {
      return builder.start();
    } catch (IOException e) {
      String said = String.valueOf(e.getMessage());
      Matcher matcher = ERROR.matcher(said);
      throw matcher.find()
          ? new NotStarted(Integer.parseInt(matcher.group(1)), said.substring(matcher.end()))
          : new NotStarted(0, said);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private static Thread pump(InputStream from, OutputStream to) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          byte[] buffer = new byte[1 << 14];
          try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
              to.write(buffer, 0, n);
              if (from.available() == 0) {
                to.flush();
              }
            }
          } catch (IOException e) {
            // The caller's stream is closed, or the process is gone; its exit code says more.
          }
        });
  }
}
