/**
 * What is remembered from one link to the next: receipts, one per output, and the log.
 *
 * <p>In: a {@link dev.tenon.model.Receipt}. Out: the same by output, and lines of the log. Nothing
 * here can make a link fail: what cannot be written is not remembered.
 */
@NullMarked
package dev.tenon.keep;

import org.jspecify.annotations.NullMarked;
