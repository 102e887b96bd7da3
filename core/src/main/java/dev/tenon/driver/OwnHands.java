package dev.tenon.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts processes as children of this one. */
public final class OwnHands implements Hands {
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
  public void answer(int exit) {
    // The caller goes on when this process ends.
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
