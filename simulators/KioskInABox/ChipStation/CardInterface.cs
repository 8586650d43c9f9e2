namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>The way a command reaches the chip.</summary>
public enum CardInterface
{
    Contact,
    Contactless,
}
