package dev.tenon.pipeline;

import dev.tenon.driver.Outcome;
import dev.tenon.format.BadFile;
import dev.tenon.format.Bytes;
import dev.tenon.format.Elf;
import dev.tenon.keep.LinkLog;
import dev.tenon.keep.Receipts;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.Recipe;
import dev.tenon.model.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the receipt and the line of the log. */
final class Bookkeeping {
  private final Request request;
  private final long started;

  Bookkeeping(Request request, long started) {
    this.request = request;
    this.started = started;
  }

  void record(Binding binding, Recipe recipe, List<Read> reads, Outcome outcome) {
    LinkPlan plan = binding.plan();
    var made = new ArrayList<Receipt.Made>();
    for (Outcome.Published published : outcome.published()) {
      Path path = published.path();
      long debug = published.output().role().equals(LinkPlan.Output.PRIMARY) ? debug(path) : -1;
      made.add(new Receipt.Made(published.output().role(), path.toString(), size(path), debug));
    }
    Path output = request.folder().resolve(FileNames.written(plan.primary(), binding.roots()));
    var receipt =
        new Receipt(
            request.name(),
            request.folder().toString(),
            started,
            plan.withoutProvenance(),
            binding.toolchain(),
            recipe,
            reads,
            made,
            warnings(outcome.err().bytes()),
            outcome.runs(),
            outcome.exit());
    new Receipts(request.state()).put(output, receipt);
    Tool linker = binding.toolchain().linker();
    Receipt.Made primary = made.isEmpty() ? null : made.getLast();
    new LinkLog(request.state())
        .append(
            new LinkLog.Line(
                started,
                System.currentTimeMillis() - started,
                linker.family() + " " + linker.version(),
                bytesIn(reads),
                primary == null ? 0 : primary.bytes(),
                primary == null ? -1 : primary.debugBytes(),
                outcome.exit(),
                request.folder().toString(),
                output.toString()));
  }

  private long bytesIn(List<Read> reads) {
    long sum = 0;
    for (Read read : reads) {
      if (read.aspect() == Read.Aspect.CONTENT) {
        sum += Math.max(0, size(request.folder().resolve(read.path())));
      }
    }
    return sum;
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return -1;
    }
  }

  private static long debug(Path path) {
    try {
      return Elf.read(Bytes.of(Files.readAllBytes(path)), path.toString(), null)
          .sections()
          .debugBytes();
    } catch (IOException | BadFile e) {
      return -1;
    }
  }

  /** MSG-02, MSG-07: what the linker wrote to standard error, a line each. */
  private static List<String> warnings(byte[] err) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(err)).toString();
    } catch (CharacterCodingException e) {
      var escaped = new StringBuilder("Non-UTF-8 output: ");
      for (byte b : err) {
        if (b >= ' ' && b < 0x7f || b == '\n') {
          escaped.append((char) b);
        } else {
          escaped.append(String.format("\\x%02x", b));
        }
      }
      text = escaped.toString();
    }
    return text.lines().toList();
  }
}
