"""The time zones that one can choose: those of IANA that differ since 1970, and the capitals that people look for."""

from collections.abc import Mapping
from typing import Final

_CITIES: Final[Mapping[str, str]] = {
    "Africa": (
        "Abidjan Accra Addis_Ababa Algiers Bissau Cairo Casablanca Ceuta Dakar Dar_es_Salaam El_Aaiun "
        "Johannesburg Juba Kampala Khartoum Kinshasa Lagos Luanda Maputo Monrovia Nairobi Ndjamena Sao_Tome "
        "Tripoli Tunis Windhoek"
    ),
    "America": (
        "Adak Anchorage Araguaina Argentina/Buenos_Aires Argentina/Catamarca Argentina/Cordoba Argentina/Jujuy "
        "Argentina/La_Rioja Argentina/Mendoza Argentina/Rio_Gallegos Argentina/Salta Argentina/San_Juan "
        "Argentina/San_Luis Argentina/Tucuman Argentina/Ushuaia Asuncion Bahia Bahia_Banderas Barbados Belem "
        "Belize Boa_Vista Bogota Boise Cambridge_Bay Campo_Grande Cancun Caracas Cayenne Chicago Chihuahua "
        "Ciudad_Juarez Costa_Rica Coyhaique Cuiaba Danmarkshavn Dawson Dawson_Creek Denver Detroit Edmonton "
        "Eirunepe El_Salvador Fort_Nelson Fortaleza Glace_Bay Goose_Bay Grand_Turk Guatemala Guayaquil Guyana "
        "Halifax Havana Hermosillo Indiana/Indianapolis Indiana/Knox Indiana/Marengo Indiana/Petersburg "
        "Indiana/Tell_City Indiana/Vevay Indiana/Vincennes Indiana/Winamac Inuvik Iqaluit Jamaica Juneau "
        "Kentucky/Louisville Kentucky/Monticello La_Paz Lima Los_Angeles Maceio Managua Manaus Martinique "
        "Matamoros Mazatlan Menominee Merida Metlakatla Mexico_City Miquelon Moncton Monterrey Montevideo "
        "New_York Nome Noronha North_Dakota/Beulah North_Dakota/Center North_Dakota/New_Salem Nuuk Ojinaga Panama "
        "Paramaribo Phoenix Port-au-Prince Porto_Velho Puerto_Rico Punta_Arenas Rankin_Inlet Recife Regina "
        "Resolute Rio_Branco Santarem Santiago Santo_Domingo Sao_Paulo Scoresbysund Sitka St_Johns Swift_Current "
        "Tegucigalpa Thule Tijuana Toronto Vancouver Whitehorse Winnipeg Yakutat"
    ),
    "Antarctica": "Casey Davis Macquarie Mawson Palmer Rothera Troll Vostok",
    "Asia": (
        "Almaty Amman Anadyr Aqtau Aqtobe Ashgabat Atyrau Baghdad Bahrain Baku Bangkok Barnaul Beirut Bishkek "
        "Chita Colombo Damascus Dhaka Dili Dubai Dushanbe Famagusta Gaza Hebron Ho_Chi_Minh Hong_Kong Hovd "
        "Irkutsk Jakarta Jayapura Jerusalem Kabul Kamchatka Karachi Kathmandu Khandyga Kolkata Krasnoyarsk "
        "Kuala_Lumpur Kuching Kuwait Macau Magadan Makassar Manila Muscat Nicosia Novokuznetsk Novosibirsk Omsk "
        "Oral Phnom_Penh Pontianak Pyongyang Qatar Qostanay Qyzylorda Riyadh Sakhalin Samarkand Seoul Shanghai "
        "Singapore Srednekolymsk Taipei Tashkent Tbilisi Tehran Thimphu Tokyo Tomsk Ulaanbaatar Urumqi Ust-Nera "
        "Vientiane Vladivostok Yakutsk Yangon Yekaterinburg Yerevan"
    ),
    "Atlantic": "Azores Bermuda Canary Cape_Verde Faroe Madeira Reykjavik South_Georgia Stanley",
    "Australia": "Adelaide Brisbane Broken_Hill Darwin Eucla Hobart Lindeman Lord_Howe Melbourne Perth Sydney",
    "Europe": (
        "Amsterdam Andorra Astrakhan Athens Belgrade Berlin Bratislava Brussels Bucharest Budapest Chisinau "
        "Copenhagen Dublin Gibraltar Helsinki Istanbul Kaliningrad Kirov Kyiv Lisbon Ljubljana London Luxembourg "
        "Madrid Malta Minsk Monaco Moscow Oslo Paris Podgorica Prague Riga Rome Samara Sarajevo Saratov "
        "Simferopol Skopje Sofia Stockholm Tallinn Tirane Ulyanovsk Vaduz Vienna Vilnius Volgograd Warsaw Zagreb "
        "Zurich"
    ),
    "Indian": "Chagos Maldives Mauritius",
    "Pacific": (
        "Apia Auckland Bougainville Chatham Easter Efate Fakaofo Fiji Galapagos Gambier Guadalcanal Guam Honolulu "
        "Kanton Kiritimati Kosrae Kwajalein Marquesas Nauru Niue Norfolk Noumea Pago_Pago Palau Pitcairn "
        "Port_Moresby Rarotonga Tahiti Tarawa Tongatapu"
    ),
}

ZONES: Final = (*(f"{region}/{city}" for region, cities in _CITIES.items() for city in cities.split()), "UTC")
"""Names of IANA, in order."""


def city(zone: str) -> str:
    """What a zone is called beside a clock: its city."""
    return zone.rpartition("/")[2].replace("_", " ")
