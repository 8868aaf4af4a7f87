namespace Streaming.Recordings.Films.Scenes;

/// <summary>Finds where scenes begin, as PySceneDetect 0.7 does. It sees every frame once, in order.</summary>
internal interface ISceneDetector
{
    /// <summary>Sees a frame.</summary>
    /// <param name="number">Its number; the first is 0.</param>
    /// <param name="frame">The frame; its memory is used again.</param>
    /// <returns>The number of a frame at which a scene begins, this one or an earlier one; null where none was found.</returns>
    int? See(int number, RgbImage frame);
}
