/**
 * What is remembered from one link to the next: receipts, one per output, the log, and the content
 * of files by their identity; and whether a link is needed at all.
 *
 * <p>In: a {@link dev.tenon.model.Receipt} and what is asked for today. Out: the same by output,
 * lines of the log, and a {@link dev.tenon.keep.UpToDate.Verdict} with every {@link
 * dev.tenon.keep.Reason} for a link. Nothing here can make a link fail: what cannot be written is
 * not remembered, and what is not remembered is linked.
 *
 * <pre>
 * switch (UpToDate.of(receipt, today, present, 8_000_000)) {
 *   case UpToDate.Verdict.Same _ -> renew(receipt.outputs());
 *   case UpToDate.Verdict.Needed(var reasons, var likely) -> link(reasons, likely);
 * }
 * </pre>
 */
@NullMarked
package dev.tenon.keep;

import org.jspecify.annotations.NullMarked;
