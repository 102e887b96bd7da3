/**
 * Says what went wrong and what mends it, in one wording for all linkers.
 *
 * <p>In: the {@link dev.tenon.model.Binding} with the troubles that it found, and what a failed
 * link left: exit code, messages, faults. Out: numbered {@link dev.tenon.explain.Message}s. It
 * reads what others recorded and looks at no command line.
 */
@NullMarked
package dev.tenon.explain;

import org.jspecify.annotations.NullMarked;
