namespace Streaming.Operators.Images.Faces;

/// <summary>How faces are looked for; the names are those of Data-Juicer, which hands them on to OpenCV.</summary>
internal interface IFaceSearchOptions
{
    string CvClassifier { get; }

    double ScaleFactor { get; }

    int MinNeighbors { get; }

    IReadOnlyList<int>? MinSize { get; }

    IReadOnlyList<int>? MaxSize { get; }

    long MaxImagePixels { get; }
}
