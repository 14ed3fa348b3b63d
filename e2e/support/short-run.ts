/**
 * Recipe A of the default experiment on the reference network, 1,000 training images, one epoch, seed 0: right predictions of
 * 2,000 test images after it, and the mean of the losses of its steps. Held in Node by a unit test and in the browser by a
 * journey: the same seed gives the same weights in both.
 */
export const SHORT_RUN = { images: 1000, steps: 15, correct: 1792, loss: 0.25848825673262277 };
