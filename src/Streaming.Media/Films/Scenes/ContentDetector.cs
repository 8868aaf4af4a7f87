namespace Streaming.Recordings.Films.Scenes;

/// <summary>A scene begins where the content changes by a threshold. Cuts that follow each other too soon are merged into the last of them.</summary>
internal sealed class ContentDetector(double threshold, int minSceneLength) : ISceneDetector
{
    private readonly ContentChange _change = new();
    private int? _lastAbove;
    private int _mergeStart;
    private bool _mayMerge;
    private bool _merges;

    public int? See(int number, RgbImage frame)
    {
        var isAbove = _change.Of(frame) >= threshold;
        if (minSceneLength == 0)
        {
            return isAbove ? number : null;
        }

        _lastAbove ??= number;
        var isLongEnough = number - _lastAbove >= minSceneLength;
        _lastAbove = isAbove ? number : _lastAbove;
        if (_merges)
        {
            return isLongEnough && !isAbove && _lastAbove - _mergeStart >= minSceneLength ? EndMerge() : null;
        }

        if (!isAbove)
        {
            return null;
        }

        if (isLongEnough)
        {
            _mayMerge = true;
            return number;
        }

        (_merges, _mergeStart) = _mayMerge ? (true, number) : (_merges, _mergeStart);
        return null;
    }

    private int? EndMerge()
    {
        _merges = false;
        return _lastAbove;
    }
}
