/**
 * The way through: a {@link dev.tenon.pipeline.Request} passes all rooms in their order and leaves
 * an exit code, outputs and a receipt. This is what an embedding program calls.
 *
 * <pre>
 * int exit = LdLink.run(request);   // the words of a linker
 * </pre>
 */
@NullMarked
package dev.tenon.pipeline;

import org.jspecify.annotations.NullMarked;
