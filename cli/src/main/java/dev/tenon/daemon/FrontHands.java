package dev.tenon.daemon;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.Hands;
import dev.tenon.model.FileIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Has a front start processes. */
final class FrontHands implements Hands {
  /** Tells our children, and what they start, from other processes. */
  static final String MARK = "TENON_RUN";

  /** A compiler that our own linker starts and that finds a front passes it by. */
  private static final String INSIDE = "TENON_INSIDE";

  private final Line line;
  private final Map<String, String> callers;
  private final String mark;
  private final long caller;
  private final int umask;

  /**
   * @param callers environment, which the front has itself
   * @param mark that no other link has
   * @param caller process of the front
   */
  FrontHands(Line line, Map<String, String> callers, String mark, long caller, int umask) {
    this.line = line;
    this.callers = callers;
    this.mark = mark;
    this.caller = caller;
    this.umask = umask;
  }

  @Override
  public int umask() {
    return umask;
  }

  @Override
  public Ended run(
      Errand errand,
      OutputStream out,
      OutputStream err,
      LongConsumer started,
      Cancellation cancellation)
      throws IOException {
    if (errand.move() != null) {
      line.mayLeave(caller);
    }
    line.send(command(Frame.RUN, errand, List.of(INSIDE + "=1", MARK + "=" + mark)));
    for (; ; ) {
      Frame frame = line.take();
      switch (frame.type()) {
        case Frame.STARTED -> started.accept(frame.number(0));
        case Frame.OUT -> out.write(frame.data());
        case Frame.ERR -> {
          err.write(frame.data());
          err.flush();
        }
        case Frame.FAILED -> throw new NotStarted(frame.number(0), words(frame.number(0)));
        case Frame.ENDED -> {
          FileIdentity moved = moved(frame);
          if (moved != null) {
            line.leave(); // the front has
          }
          return new Ended(frame.number(0), frame.big(4) / 1000, frame.big(12), moved);
        }
        default -> throw new IOException("the front says " + frame.type());
      }
    }
  }

  @Override
  public int become(Errand errand, Cancellation cancellation) throws IOException {
    line.send(command(Frame.BECOME, errand, List.of()));
    line.leave();
    return 0;
  }

  @Override
  public long caller() {
    return caller;
  }

  @Override
  public int takeSlots(int most) throws IOException {
    line.send(Frame.of(Frame.TAKE_TOKENS, most));
    Frame frame = line.take();
    if (frame.type() != Frame.TOKENS) {
      throw new IOException("the front says " + frame.type());
    }
    return frame.number(0);
  }

  @Override
  public void answer(int exit) throws IOException {
    line.answer(exit);
  }

  @Override
  public void waiting() throws IOException {
    line.waiting();
  }

  private static @Nullable FileIdentity moved(Frame ended) {
    int at = 20;
    return ended.data().length == at
        ? null
        : new FileIdentity(
            ended.big(at),
            ended.big(at + 8),
            ended.big(at + 16),
            ended.big(at + 24),
            ended.big(at + 32),
            (int) ended.big(at + 40),
            ended.big(at + 48));
  }

  private Frame command(char type, Errand errand, List<String> more) {
    var unset = new ArrayList<String>();
    for (String name : callers.keySet()) {
      if (!errand.environment().containsKey(name)) {
        unset.add(name);
      }
    }
    var set = new ArrayList<String>(more);
    errand
        .environment()
        .forEach((name, value) -> {
          if (!value.equals(callers.get(name))) {
            set.add(name + "=" + value);
          }
        });
    var texts = new ArrayList<String>(errand.command());
    texts.addAll(unset);
    texts.addAll(set);
    Move move = errand.move();
    if (move != null) {
      texts.add(move.from());
      texts.add(move.to());
    }
    int[] numbers = {errand.command().size(), unset.size(), set.size(), move == null ? 0 : 2};
    return Frame.of(type, numbers, texts);
  }

  private static String words(int error) {
    return switch (error) {
      case NotStarted.ENOENT -> "No such file or directory";
      case NotStarted.E2BIG -> "Argument list too long";
      case 8 -> "Exec format error";
      case 12 -> "Cannot allocate memory";
      case 13 -> "Permission denied";
      default -> "error " + error;
    };
  }
}
