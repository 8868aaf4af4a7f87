namespace Streaming.Recordings.Films.Scenes;

/// <summary>A scene begins where the content changes much more than around: by a factor of the mean of the two frames before and the two behind.</summary>
internal sealed class AdaptiveDetector(double threshold, int minSceneLength) : ISceneDetector
{
    private const int Reach = 2;
    private const double MinChange = 15;
    private const double Nothing = 0.00001;
    private const double MaxFactor = 255;

    private readonly ContentChange _change = new();
    private readonly Queue<double> _window = new();
    private int? _lastCut;

    public int? See(int number, RgbImage frame)
    {
        _window.Enqueue(_change.Of(frame));
        _lastCut ??= number;
        if (_window.Count <= 2 * Reach)
        {
            return null;
        }

        var changes = _window.ToArray();
        _window.Dequeue();
        var (own, around) = (changes[Reach], (changes.Sum() - changes[Reach]) / (2 * Reach));
        var factor = Math.Abs(around) >= Nothing ? Math.Min(own / around, MaxFactor) : own >= MinChange ? MaxFactor : 0;
        if (factor < threshold || own < MinChange || number - _lastCut < minSceneLength)
        {
            return null;
        }

        _lastCut = number - Reach;
        return _lastCut;
    }
}
