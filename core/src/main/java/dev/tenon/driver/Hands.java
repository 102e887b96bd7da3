package dev.tenon.driver;

import dev.tenon.model.Content;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who starts processes for a caller: this process, or the caller's own client, whose descriptors,
 * umask, process group and job slots the children then have.
 */
public interface Hands {
  /**
   * A process to be run for a link that Tenon performs.
   *
   * @param command program first
   * @param environment all of it
   */
  record Errand(List<String> command, Path folder, Map<String, String> environment) {
    public Errand {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * How a process ended.
   *
   * @param exit its code, 128 + signal if one ended it
   * @param cpuMillis user and system time of it and its children; -1 if unknown
   * @param peakKib largest resident size of it and its children, in KiB; -1 if unknown
   */
  record Ended(int exit, long cpuMillis, long peakKib) {}

  /** The system refused to start a program. */
  final class NotStarted extends IOException {
    private static final long serialVersionUID = 1;

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
   * The caller's own linker with the caller's own arguments, in place.
   *
   * @param tool path of the program, which a client knows itself
   * @param words the caller's arguments, which a client knows itself
   * @param added arguments that come before those; they enter nothing that the linker makes
   * @param observe whether the linker is told to write a dependency file
   * @param mayLeave whether the caller may go on when the linker has succeeded, without a word from
   *     us
   * @param outputs that are looked at before the caller goes on, as the arguments name them
   */
  record Transparent(
      String tool,
      List<String> words,
      List<String> added,
      boolean observe,
      boolean mayLeave,
      List<String> outputs,
      Map<String, String> environment,
      Path folder) {
    public Transparent {
      words = List.copyOf(words);
      added = List.copyOf(added);
      outputs = List.copyOf(outputs);
      environment = Map.copyOf(environment);
    }
  }

  /** A linker that was started. */
  interface Running {
    /** Waits for its end. */
    Finished await() throws IOException;

    /**
     * After a success: everything that the caller may delete has been read and looked at, so that
     * it need not wait for us.
     */
    void release() throws IOException;
  }

  /**
   * How a transparent link ended.
   *
   * @param out what it printed on standard output, which the caller has; at most {@link
   *     Outcome#KEPT} bytes. If both streams are one file, all is in {@code err}
   * @param dependencies the text of the dependency file; null if there is none
   * @param outputs in the order in which they were asked for; none if the caller does not go on
   *     before this process has looked at them itself
   */
  record Finished(
      int exit,
      long cpuMillis,
      long peakKib,
      Content out,
      Content err,
      @Nullable String dependencies,
      List<Left> outputs) {
    public Finished {
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * What a linker left at the name of an output, looked at before the caller went on.
   *
   * @param identity of a plain file that is no symbolic link; null if there is none
   * @param other whether something else is there
   * @param digest SHA-256 of the content, in lower-case hex, where the identity would not show the
   *     next change; else null
   */
  record Left(@Nullable FileIdentity identity, boolean other, @Nullable String digest) {}

  /**
   * Starts the caller's own linker. What it prints goes to the caller as it comes.
   *
   * @param out the caller's streams, for hands that have none of their own
   * @param started is told the process's number
   * @throws NotStarted if it cannot be started
   */
  Running link(
      Transparent link,
      OutputStream out,
      OutputStream err,
      LongConsumer started,
      Cancellation cancellation)
      throws IOException;

  /**
   * Falls back: the real tool takes the caller's place, with its streams and arguments.
   *
   * @return its exit code
   * @throws NotStarted if it cannot be started
   */
  int become(Errand errand, Cancellation cancellation) throws IOException;

  /** The program that the caller would have run without us; null if that is not known. */
  default @Nullable String tool() {
    return null;
  }

  /**
   * A time before which nothing of this call was done, by the clock that files have theirs from, in
   * nanoseconds since 1970; 0 if it is not known.
   */
  default long mark() {
    return 0;
  }

  /** How the caller's streams are. */
  default Streams streams() {
    return Streams.SEPARATE;
  }

  /**
   * What a linker can find out about the streams that it prints on.
   *
   * @param joined whether standard output and error are one file
   */
  record Streams(boolean joined, boolean outTerminal, boolean errTerminal) {
    public static final Streams SEPARATE = new Streams(false, false, false);

    /** As one word, for receipts. */
    public String text() {
      return (joined ? "joined" : "separate")
          + (outTerminal ? "+out" : "")
          + (errTerminal ? "+err" : "");
    }
  }

  /** The file mode bits that the caller takes from new files, as umask(2) has them. */
  int umask();

  /** The group that the caller's new files have; empty if it is not known. */
  default String group() {
    return "";
  }

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
   * The link is waiting for its turn: whoever watches must not take it for stuck.
   *
   * @throws IOException if nobody wants it any more
   */
  void waiting() throws IOException;
}
