package dev.tenon.driver;

import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who starts processes for a caller: this process, or the caller's own front, whose descriptors,
 * umask, process group and job tokens the children then have.
 */
public interface Hands {
  /**
   * A process to be run.
   *
   * @param command program first
   * @param environment all of it
   * @param move what need not be left to us if all goes well; null if there is more to do
   */
  record Errand(
      List<String> command, Path folder, Map<String, String> environment, @Nullable Move move) {
    public Errand {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    public Errand(List<String> command, Path folder, Map<String, String> environment) {
      this(command, folder, environment, null);
    }
  }

  /**
   * The place of the only file that a process makes. If the process succeeds and prints nothing,
   * the hands may put the file there, with a time of last change as {@link Staging} gives it, and
   * let the caller go on at once; they tell what the file is then.
   *
   * @param from as {@code command} has it
   * @param to in the same folder, no symbolic link
   */
  record Move(String from, String to) {}

  /**
   * How a process ended.
   *
   * @param exit its code, 128 + signal if one ended it
   * @param cpuMillis user and system time of it and its children; -1 if unknown
   * @param peakKib largest resident size of it and its children, in KiB; -1 if unknown
   * @param moved the file that was put in its place, if that was done; the caller has gone on then
   */
  record Ended(int exit, long cpuMillis, long peakKib, @Nullable FileIdentity moved) {
    public Ended(int exit, long cpuMillis, long peakKib) {
      this(exit, cpuMillis, peakKib, null);
    }
  }

  /** The system refused to start a program. */
  final class NotStarted extends IOException {
    /** No such file. */
    public static final int ENOENT = 2;

    /** Words and environment are too long. */
    public static final int E2BIG = 7;

    private final int error;

    /**
     * @param error the system's number, 0 if it is not known
     */
    public NotStarted(int error, String message) {
      super(message);
      this.error = error;
    }

    public int error() {
      return error;
    }
  }

  /**
   * Runs a process to its end. What it prints arrives while it runs; its standard input is the
   * caller's.
   *
   * @param started is told the process's number
   * @throws NotStarted if it cannot be started
   */
  Ended run(
      Errand errand,
      OutputStream out,
      OutputStream err,
      LongConsumer started,
      Cancellation cancellation)
      throws IOException;

  /**
   * Steps aside: the process takes the caller's place, with its streams.
   *
   * @return its exit code
   * @throws NotStarted if it cannot be started
   */
  int become(Errand errand, Cancellation cancellation) throws IOException;

  /** The file mode bits that the caller takes from new files, as umask(2) has them. */
  int umask();

  /** The process whose limits the children have. */
  long caller();

  /**
   * Takes slots of the caller's make jobserver, beside the one that the caller has; they go back
   * when the next process has ended.
   *
   * @param most that could be used
   * @return how many there were; -1 if there is no jobserver
   */
  int takeSlots(int most) throws IOException;

  /**
   * The caller may go on: everything that it waits for is in place. What is written to its streams
   * after this is lost.
   */
  void answer(int exit) throws IOException;

  /**
   * The link is waiting for its turn: whoever watches must not take it for stuck.
   *
   * @throws IOException if nobody wants it any more
   */
  void waiting() throws IOException;
}
