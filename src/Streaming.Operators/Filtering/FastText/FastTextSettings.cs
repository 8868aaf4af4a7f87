namespace Streaming.Operators.Filtering.FastText;

/// <summary>What a fastText model says of itself at its beginning.</summary>
/// <param name="Dimensions">The length of vectors.</param>
/// <param name="WordGrams">The longest run of words that is a feature of its own.</param>
/// <param name="Loss">How scores are made.</param>
/// <param name="Buckets">The rows for runs of words and of characters.</param>
/// <param name="ShortestGram">The shortest run of characters that is a feature.</param>
/// <param name="LongestGram">The longest; 0 where none is.</param>
internal sealed record FastTextSettings(int Dimensions, int WordGrams, FastTextLoss Loss, int Buckets, int ShortestGram, int LongestGram)
{
    private const int Magic = 793712314;
    private const int Classifier = 3;
    private const int MaxDimensions = 4096;
    private const int MaxGram = 64;

    // Before version 12 classifiers had no runs of characters, whatever the settings say.
    private const int WithoutGrams = 11;

    /// <summary>Reads the beginning of a model's file.</summary>
    /// <exception cref="InvalidDataException">It is no classifier of fastText's.</exception>
    public static FastTextSettings Read(BinaryReader reader)
    {
        if (reader.ReadInt32() != Magic || reader.ReadInt32() is var version && version is not (WithoutGrams or WithoutGrams + 1))
        {
            throw new InvalidDataException("It does not start as models of fastText do.");
        }

        // dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate, t
        var settings = new int[12];
        for (var i = 0; i < settings.Length; i++)
        {
            settings[i] = reader.ReadInt32();
        }

        reader.ReadDouble();
        var read = new FastTextSettings(settings[0], settings[5], (FastTextLoss)settings[6], settings[8], settings[9], version == WithoutGrams ? 0 : settings[10]);
        return settings[7] == Classifier && read.IsSound ? read : throw new InvalidDataException("It is no classifier: vectors of words (cbow, skipgram) give no labels.");
    }

    private bool IsSound => Dimensions is >= 1 and <= MaxDimensions && WordGrams <= MaxGram && Enum.IsDefined(Loss) && Buckets >= 0 && ShortestGram >= 0 && LongestGram is >= 0 and <= MaxGram;
}

/// <summary>How a model makes scores; the numbers are those of its files.</summary>
internal enum FastTextLoss
{
    /// <summary>A tree of decisions.</summary>
    HierarchicalSoftmax = 1,

    /// <summary>Each label by itself, trained against a few others.</summary>
    NegativeSampling = 2,

    /// <summary>All labels against each other.</summary>
    Softmax = 3,

    /// <summary>Each label by itself.</summary>
    OneVersusAll = 4,
}
