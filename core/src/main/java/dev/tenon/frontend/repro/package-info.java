/**
 * The tar that LLD ({@code --reproduce}) and mold ({@code --repro}) write of a link becomes files
 * below a folder and a plan of which every path hangs on the root {@code repro}.
 *
 * <p>In: the tar. Out: the folder filled, and a {@link dev.tenon.model.LinkPlan} that can be
 * performed wherever the folder is.
 */
@NullMarked
package dev.tenon.frontend.repro;

import org.jspecify.annotations.NullMarked;
