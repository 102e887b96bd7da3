package dev.tenon.model.json;

import dev.tenon.model.BadRecord;
import dev.tenon.model.Content;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.Receipt.Standing;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The parts of receipts that later links are held against. */
final class StandingJson {
  private StandingJson() {}

  static Standing read(Fields in) {
    return new Standing(
        (int) in.number("rules", 0),
        in.map("roots", Fields::text),
        in.has("streams") ? in.string("streams") : "",
        new Content(bytes(in, "out")),
        new Content(bytes(in, "err")),
        in.strings("unskippable"),
        in.optional("names"),
        in.strings("because"),
        in.number("wallMillis", 0),
        in.number("skips", 0));
  }

  private static byte[] bytes(Fields in, String name) {
    String text = in.optional(name);
    try {
      return text == null ? new byte[0] : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new BadRecord(in.at(name), "is not base64", e);
    }
  }

  static Json write(Standing standing) {
    return new Build()
        .number("rules", standing.rules())
        .number("wallMillis", standing.wallMillis())
        .number("skips", standing.skips())
        .strings("unskippable", standing.unskippable())
        .strings("because", standing.because())
        .text("names", standing.names())
        .text("out", base64(standing.out()))
        .text("err", base64(standing.err()))
        .text("streams", standing.streams())
        .strings("roots", standing.roots())
        .done();
  }

  private static @Nullable String base64(Content content) {
    byte[] bytes = content.bytes();
    return bytes.length == 0 ? null : Base64.getEncoder().encodeToString(bytes);
  }

  /** The field {@code identity} of an object that may have one. */
  static @Nullable FileIdentity identity(Fields in) {
    return in.has("identity")
        ? in.object(
            "identity",
            i ->
                new FileIdentity(
                    i.number("dev", 0),
                    i.number("ino", 0),
                    i.number("size", 0),
                    i.number("mtime", 0),
                    i.number("ctime", 0),
                    (int) i.number("mode", 0),
                    i.number("links", 0),
                    i.number("owner", -1),
                    i.number("group", -1)))
        : null;
  }

  static @Nullable Json identity(@Nullable FileIdentity identity) {
    return identity == null
        ? null
        : new Build()
            .number("dev", identity.dev())
            .number("ino", identity.ino())
            .number("size", identity.size())
            .number("mtime", identity.mtime())
            .number("ctime", identity.ctime())
            .number("mode", identity.mode())
            .number("links", identity.links())
            .number("owner", identity.owner())
            .number("group", identity.group())
            .done();
  }
}
