package dev.tenon.model.json;

import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import java.util.Set;
import java.util.TreeSet;

/** {@link Toolchain} inside other documents. */
final class ToolchainJson {
  private ToolchainJson() {}

  static Toolchain fields(Fields in) {
    return new Toolchain(
        in.objects(
            "tools",
            t ->
                new Tool(
                    t.string("role"),
                    t.string("family"),
                    t.string("version"),
                    t.string("path"),
                    t.string("digest"))),
        Set.copyOf(in.strings("missing")),
        in.string("reason"),
        in.map("environment", Fields::text));
  }

  static Json write(Toolchain toolchain) {
    return new Build()
        .list(
            "tools",
            toolchain.tools(),
            tool ->
                new Build()
                    .text("role", tool.role())
                    .text("family", tool.family())
                    .text("version", tool.version())
                    .text("path", tool.path())
                    .text("digest", tool.digest())
                    .done())
        .strings("missing", new TreeSet<>(toolchain.missing()).stream().toList())
        .text("reason", toolchain.reason())
        .strings("environment", toolchain.environment())
        .done();
  }
}
