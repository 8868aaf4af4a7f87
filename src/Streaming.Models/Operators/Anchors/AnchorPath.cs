namespace Streaming.Models.Operators.Anchors;

/// <summary>Anchors pictures to sentences: those that agree best in all, pictures in their order.</summary>
/// <remarks>A picture that may overtake another would have to change its place in the sample, and everything that is known of pictures with it.</remarks>
internal static class AnchorPath
{
    /// <summary>The sentence of each picture, ascending; of equal ones the first.</summary>
    /// <param name="scores">How a picture agrees with a sentence.</param>
    /// <param name="pictures">How many pictures there are.</param>
    /// <param name="sentences">How many sentences there are, one at least.</param>
    public static int[] Of(Func<int, int, double> scores, int pictures, int sentences)
    {
        // best[s]: the most that the pictures so far come to, the last of them at sentence s or before it; from[p, s]: where it stands then.
        var (best, from) = (new double[sentences], new int[pictures, sentences]);
        for (var picture = 0; picture < pictures; picture++)
        {
            for (var sentence = 0; sentence < sentences; sentence++)
            {
                var here = best[sentence] + scores(picture, sentence);
                var before = sentence > 0 && best[sentence - 1] >= here;
                (best[sentence], from[picture, sentence]) = before ? (best[sentence - 1], from[picture, sentence - 1]) : (here, sentence);
            }
        }

        var anchors = new int[pictures];
        for (int picture = pictures - 1, last = sentences - 1; picture >= 0; picture--)
        {
            anchors[picture] = last = from[picture, last];
        }

        return anchors;
    }
}
