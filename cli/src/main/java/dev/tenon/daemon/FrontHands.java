package dev.tenon.daemon;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.Hands;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Has a front start processes. */
final class FrontHands implements Hands {
  /** Tells the children of performed links, and what they start, from other processes. */
  static final String MARK = "TENON_RUN";

  private static final int OBSERVE = 1;
  private static final int MAY_LEAVE = 2;

  private final Line line;
  private final Call call;
  private final String mark;

  /**
   * @param mark that no other link has
   */
  FrontHands(Line line, Call call, String mark) {
    this.line = line;
    this.call = call;
    this.mark = mark;
  }

  @Override
  public Ended run(
      Errand errand,
      OutputStream out,
      OutputStream err,
      LongConsumer started,
      Cancellation cancellation)
      throws IOException {
    line.send(command(errand));
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
          return new Ended(frame.number(0), frame.big(4) / 1000, frame.big(12));
        }
        default -> throw new IOException("the client says " + frame.type());
      }
    }
  }

  @Override
  public Running link(
      Transparent link,
      OutputStream out,
      OutputStream err,
      LongConsumer started,
      Cancellation cancellation)
      throws IOException {
    int flags = (link.observe() ? OBSERVE : 0) | (link.mayLeave() ? MAY_LEAVE : 0);
    var texts = new ArrayList<>(link.added());
    texts.addAll(link.outputs());
    if (link.mayLeave()) {
      line.mayLeave(call.pid());
    }
    line.send(
        Frame.of(Frame.LINK, new int[] {flags, link.added().size(), link.outputs().size()}, texts));
    line.linking();
    Frame first = line.take();
    if (first.type() == Frame.FAILED) {
      throw new NotStarted(first.number(0), words(first.number(0)));
    }
    if (first.type() != Frame.STARTED) {
      throw new IOException("the client says " + first.type());
    }
    started.accept(first.number(0));
    return new ClientLink(line, link.mayLeave());
  }

  @Override
  public int become(Errand errand, Cancellation cancellation) throws IOException {
    line.send(new Frame(Frame.BECOME, new byte[0]));
    line.leave();
    return 0;
  }

  @Override
  public @Nullable String tool() {
    return call.tool();
  }

  @Override
  public long mark() {
    return call.mark();
  }

  @Override
  public Streams streams() {
    return call.streams();
  }

  @Override
  public String group() {
    return line.group();
  }

  @Override
  public int umask() {
    return call.umask();
  }

  @Override
  public long caller() {
    return call.pid();
  }

  @Override
  public int takeSlots(int most) throws IOException {
    line.send(Frame.of(Frame.TAKE_TOKENS, most));
    Frame frame = line.take();
    if (frame.type() != Frame.TOKENS) {
      throw new IOException("the client says " + frame.type());
    }
    return frame.number(0);
  }

  @Override
  public void waiting() throws IOException {
    line.waiting();
  }

  private Frame command(Errand errand) {
    Map<String, String> callers = call.environment();
    var unset = new ArrayList<String>();
    for (String name : callers.keySet()) {
      if (!errand.environment().containsKey(name)) {
        unset.add(name);
      }
    }
    var set = new ArrayList<>(List.of(MARK + "=" + mark));
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
    return Frame.of(
        Frame.RUN, new int[] {errand.command().size(), unset.size(), set.size()}, texts);
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
