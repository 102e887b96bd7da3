package dev.tenon.pipeline;

import dev.tenon.keep.Digests;
import dev.tenon.keep.Identities;
import dev.tenon.model.FileIdentity;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Some seconds after a link or a skip, when the machine has nothing better to do: a build has given
 * its outputs more names and has deleted what it made for the linker, and what was written is
 * brought to the disk, so that time stamps tell of every later change. The next link is to find all
 * that known.
 */
record SecondLook(Request request, Past past) {
  void later(Path output, Receipt written) {
    try {
      request
          .memory()
          .later()
          .execute(() -> {
            if (bytes(written) <= LargeWork.BYTES) {
              look(output, written);
            } else {
              boolean _ = request.memory().large().execute(() -> look(output, written));
            }
          });
    } catch (RejectedExecutionException e) {
      // This process ends; the next check reads what is not known.
    }
  }

  /** Of all that may have to be read. */
  private static long bytes(Receipt receipt) {
    long sum = 0;
    for (Receipt.Made made : receipt.outputs()) {
      sum += made.identity() == null || made.firm() ? 0 : made.bytes();
    }
    for (Read read : receipt.reads()) {
      Read.Proof proof = read.proof();
      sum +=
          proof == null || proof.identity() == null || proof.firm() ? 0 : proof.identity().size();
    }
    return sum;
  }

  private void look(Path output, Receipt written) {
    Receipt receipt = past.receipts.last(output);
    if (receipt == null
        || receipt.startedMillis() != written.startedMillis()
        || past.pending.contains(output)) {
      return;
    }
    var made = new ArrayList<Receipt.Made>();
    for (Receipt.Made file : receipt.outputs()) {
      made.add(again(file));
    }
    List<Read> reads = receipt.reads().stream().map(this::again).toList();
    if (!made.equals(receipt.outputs()) || !reads.equals(receipt.reads())) {
      past.receipts.replace(
          output, receipt, receipt.with(receipt.plan(), reads, made, receipt.standing()));
    }
    past.digests.save();
  }

  private Receipt.Made again(Receipt.Made made) {
    Path path = Path.of(made.path());
    FileIdentity now = Identities.of(path);
    FileIdentity then = made.identity();
    if (now == null || then == null || made.firm() || !now.isSame(then)) {
      return made;
    }
    Digests.Known known = past.digests.readFirm(path, now);
    return known != null && known.digest().equals(made.digest())
        ? new Receipt.Made(
            made.role(), made.path(), made.bytes(), made.debugBytes(), made.digest(), now, true)
        : made;
  }

  private Read again(Read read) {
    Read.Proof proof = read.proof();
    if (proof == null || proof.identity() == null || proof.fleeting()) {
      return read;
    }
    Path path = request.folder().resolve(read.path());
    FileIdentity now = Identities.of(path);
    if (now == null) {
      return read.proved(
          new Read.Proof(
              proof.digest(), proof.identity(), proof.form(), proof.real(), true, proof.firm()));
    }
    if (now.isSame(proof.identity()) && proof.firm()) {
      return read;
    }
    Digests.Known known = past.known(path, now);
    if (known == null) {
      known = past.digests.readFirm(path, now);
    }
    return known != null && known.digest().equals(proof.digest())
        ? read.proved(new Read.Proof(proof.digest(), now, proof.form(), proof.real(), false, true))
        : read;
  }
}
