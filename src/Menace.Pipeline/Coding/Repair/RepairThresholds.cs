using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Coding.Repair;

/// <summary>The changes of metrics at which a bot counts as worse.</summary>
/// <param name="RoiDrop">The change of the ROI, 0 or less.</param>
/// <param name="ErrorIncrease">The change of the errors, more than 0.</param>
internal sealed record BotThresholds(double RoiDrop, double ErrorIncrease);

/// <summary>What one part of the file says; null for what it leaves out.</summary>
internal sealed record GivenThresholds(double? RoiDrop = null, double? ErrorIncrease = null);

/// <summary>
/// The thresholds of all bots: those of the settings, of <c>default</c> in the file, and of the bot there; the last one wins.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="file">The file.</param>
internal sealed class RepairThresholds(SelfCodingSettings settings, ThresholdFile file)
{
    /// <summary>The thresholds of <paramref name="bot"/>.</summary>
    public BotThresholds Of(string bot)
    {
        var own = file.Bots.GetValueOrDefault(bot);
        return new(
            own?.RoiDrop ?? file.Default.RoiDrop ?? settings.RoiDrop,
            own?.ErrorIncrease ?? file.Default.ErrorIncrease ?? settings.ErrorIncrease);
    }
}
