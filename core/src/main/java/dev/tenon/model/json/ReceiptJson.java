package dev.tenon.model.json;

import dev.tenon.model.Receipt;

/** {@link Receipt} as JSON, {@code receipt/1}. */
public final class ReceiptJson {
  static final String KIND = "receipt/1";

  private ReceiptJson() {}

  public static Document<Receipt> read(String text) {
    return Document.read(
        text,
        KIND,
        in ->
            new Receipt(
                in.string("caller"),
                in.string("folder"),
                in.number("started", 0),
                in.object("plan", PlanJson::fields),
                in.object("toolchain", ToolchainJson::fields),
                in.object("recipe", RecipeJson::fields),
                in.objects("reads", BindingJson::read),
                in.objects("outputs", ReceiptJson::made),
                in.strings("warnings"),
                in.objects("runs", ReceiptJson::run),
                (int) in.number("exit", 0),
                in.has("standing") ? in.object("standing", StandingJson::read) : null));
  }

  public static Json.Obj write(Receipt receipt) {
    return new Build()
        .text("tenon", KIND)
        .text("caller", receipt.caller())
        .text("folder", receipt.folder())
        .number("started", receipt.startedMillis())
        .number("exit", receipt.exit())
        .list("outputs", receipt.outputs(), ReceiptJson::write)
        .list("runs", receipt.runs(), ReceiptJson::write)
        .json(
            "standing", receipt.standing() == null ? null : StandingJson.write(receipt.standing()))
        .strings("warnings", receipt.warnings())
        .json("toolchain", ToolchainJson.write(receipt.toolchain()))
        .list("reads", receipt.reads(), BindingJson::write)
        .json("plan", PlanJson.fields(new Build(), receipt.plan()).done())
        .json("recipe", RecipeJson.fields(new Build(), receipt.recipe()).done())
        .done();
  }

  private static Receipt.Made made(Fields in) {
    return new Receipt.Made(
        in.string("role"),
        in.string("path"),
        in.number("bytes", 0),
        in.number("debugBytes", -1),
        in.optional("digest"),
        StandingJson.identity(in),
        in.bool("firm"));
  }

  private static Json write(Receipt.Made made) {
    return new Build()
        .text("role", made.role())
        .text("path", made.path())
        .number("bytes", made.bytes())
        .number("debugBytes", made.debugBytes())
        .text("digest", made.digest())
        .json("identity", StandingJson.identity(made.identity()))
        .flag("firm", made.firm())
        .done();
  }

  private static Receipt.Run run(Fields in) {
    return new Receipt.Run(
        in.string("step"),
        (int) in.number("exit", 0),
        in.has("signal") ? (Integer) (int) in.number("signal", 0) : null,
        in.number("started", -1),
        in.number("wallMillis", -1),
        in.number("cpuMillis", -1),
        in.number("peakKib", -1),
        in.number("waitedMillis", 0));
  }

  private static Json write(Receipt.Run run) {
    var out = new Build().text("step", run.step()).number("exit", run.exit());
    if (run.signal() != null) {
      out.number("signal", run.signal());
    }
    return out.number("started", run.startedMillis())
        .number("wallMillis", run.wallMillis())
        .number("cpuMillis", run.cpuMillis())
        .number("peakKib", run.peakKib())
        .number("waitedMillis", run.waitedMillis())
        .done();
  }
}
