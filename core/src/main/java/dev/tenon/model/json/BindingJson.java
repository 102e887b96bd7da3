package dev.tenon.model.json;

import dev.tenon.model.BadRecord;
import dev.tenon.model.Binding;
import dev.tenon.model.Read;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@link Binding} as JSON, {@code binding/1}. */
public final class BindingJson {
  static final String KIND = "binding/1";

  private BindingJson() {}

  public static Document<Binding> read(String text) {
    return Document.read(
        text,
        KIND,
        in ->
            new Binding(
                in.object("plan", PlanJson::fields),
                in.object("toolchain", ToolchainJson::fields),
                in.map("roots", Fields::text),
                in.objects("reads", BindingJson::read),
                in.objects(
                    "troubles",
                    t ->
                        new Binding.Trouble(
                            t.string("code"),
                            t.string("subject"),
                            t.string("detail"),
                            t.strings("places")))));
  }

  public static Json.Obj write(Binding binding) {
    return new Build()
        .text("tenon", KIND)
        .json("plan", PlanJson.fields(new Build(), binding.plan()).done())
        .json("toolchain", ToolchainJson.write(binding.toolchain()))
        .strings("roots", binding.roots())
        .list("reads", binding.reads(), BindingJson::write)
        .list(
            "troubles",
            binding.troubles(),
            trouble ->
                new Build()
                    .text("code", trouble.code())
                    .text("subject", trouble.subject())
                    .text("detail", trouble.detail())
                    .strings("places", trouble.places())
                    .done())
        .done();
  }

  static Read read(Fields in) {
    return new Read(
        in.string("path"),
        named(Read.Aspect.class, in, "aspect"),
        named(Read.How.class, in, "how"),
        in.string("why"),
        in.has("proof") ? in.object("proof", BindingJson::proof) : null);
  }

  private static Read.Proof proof(Fields in) {
    return new Read.Proof(
        in.string("digest"),
        StandingJson.identity(in),
        in.has("form") ? named(Read.Form.class, in, "form") : Read.Form.OTHER,
        in.optional("real"),
        in.bool("fleeting"),
        in.bool("firm"));
  }

  private static @Nullable Json write(Read.@Nullable Proof proof) {
    return proof == null
        ? null
        : new Build()
            .text("digest", proof.digest())
            .json("identity", StandingJson.identity(proof.identity()))
            .text(
                "form",
                proof.form() == Read.Form.OTHER
                    ? null
                    : proof.form().name().toLowerCase(Locale.ROOT))
            .text("real", proof.real())
            .flag("fleeting", proof.fleeting())
            .flag("firm", proof.firm())
            .done();
  }

  static Json write(Read read) {
    return new Build()
        .text("path", read.path())
        .text("aspect", read.aspect().name().toLowerCase(Locale.ROOT))
        .text("how", read.how().name().toLowerCase(Locale.ROOT))
        .text("why", read.why())
        .json("proof", write(read.proof()))
        .done();
  }

  private static <E extends Enum<E>> E named(Class<E> type, Fields in, String field) {
    String text = in.string(field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw new BadRecord(in.at(field), "`" + text + "` is not known");
  }
}
