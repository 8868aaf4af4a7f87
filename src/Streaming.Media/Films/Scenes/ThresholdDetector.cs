namespace Streaming.Recordings.Films.Scenes;

/// <summary>A scene begins halfway between where the picture fades to black and where it comes back.</summary>
internal sealed class ThresholdDetector(double threshold, int minSceneLength) : ISceneDetector
{
    private bool? _isDark;
    private int _fadedAt;
    private int _lastCut;

    public int? See(int number, RgbImage frame)
    {
        long sum = 0;
        foreach (var level in frame.Pixels)
        {
            sum += level;
        }

        var isDark = sum / (double)frame.Pixels.Length < threshold;
        var was = _isDark;
        _isDark = isDark;
        if (was is null || was == isDark)
        {
            return null;
        }

        if (isDark)
        {
            _fadedAt = number;
            return null;
        }

        if (number - _lastCut < minSceneLength)
        {
            return null;
        }

        _lastCut = number;
        return (number + _fadedAt) / 2;
    }
}
